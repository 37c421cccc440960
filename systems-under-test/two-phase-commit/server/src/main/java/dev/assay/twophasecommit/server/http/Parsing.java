package dev.assay.twophasecommit.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.runtime.Http.Request;
import dev.assay.runtime.http.BadRequestException;
import dev.assay.twophasecommit.server.txn.MicroOp;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/** Reads transactions, one operation a line, and checks every bound. */
final class Parsing {
  private static final int OPS_MAX = 256;
  private static final int KEY_CHARS_MAX = 256;

  private Parsing() {}

  static List<MicroOp> transaction(Request request) {
    List<MicroOp> ops = new ArrayList<>();
    for (String line : body(request).split("\n", -1)) {
      if (!line.isBlank()) {
        ops.add(operation(line.strip()));
      }
    }
    if (ops.isEmpty()) {
      throw BadRequestException.malformed("expected operations, one a line, such as: r KEY");
    }
    if (ops.size() > OPS_MAX) {
      throw BadRequestException.tooLarge(
          ops.size() + " operations; at most " + OPS_MAX + " are allowed");
    }
    return ops;
  }

  private static MicroOp operation(String line) {
    String[] words = line.split("\\s+", -1);
    return switch (words[0]) {
      case "r" -> onKey(MicroOp.Kind.READ, words, line);
      case "absent" -> onKey(MicroOp.Kind.ABSENT, words, line);
      case "delete" -> onKey(MicroOp.Kind.DELETE, words, line);
      case "w" -> withNumber(MicroOp.Kind.WRITE, words, line);
      case "append" -> withNumber(MicroOp.Kind.APPEND, words, line);
      case "add" -> withNumber(MicroOp.Kind.ADD, words, line);
      case "init" -> withNumber(MicroOp.Kind.INIT, words, line);
      case "all", "equal", "mod" -> scan(words, line);
      default -> throw malformed(line);
    };
  }

  private static MicroOp onKey(MicroOp.Kind kind, String[] words, String line) {
    requireWords(2, words, line);
    return new MicroOp(kind, key(words[1]), 0);
  }

  private static MicroOp withNumber(MicroOp.Kind kind, String[] words, String line) {
    requireWords(3, words, line);
    return new MicroOp(kind, key(words[1]), number(words[2], line));
  }

  private static MicroOp scan(String[] words, String line) {
    boolean isMod = words[0].equals("mod");
    requireWords(words[0].equals("all") ? 1 : isMod ? 3 : 2, words, line);
    long modulus = isMod ? number(words[1], line) : words[0].equals("all") ? 1 : 0;
    if (isMod && modulus < 1) {
      throw malformed(line);
    }
    return MicroOp.scan(modulus, words.length == 1 ? 0 : number(words[words.length - 1], line));
  }

  private static void requireWords(int count, String[] words, String line) {
    if (words.length != count) {
      throw malformed(line);
    }
  }

  private static String key(String word) {
    if (word.length() > KEY_CHARS_MAX) {
      throw BadRequestException.tooLarge(
          "a key of " + word.length() + " characters; at most " + KEY_CHARS_MAX);
    }
    return word;
  }

  private static long number(String text, String line) {
    if (!text.matches("-?[0-9]{1,18}")) {
      throw malformed(line);
    }
    return Long.parseLong(text);
  }

  private static BadRequestException malformed(String line) {
    return BadRequestException.malformed(
        "expected r, absent or delete as in `r KEY`, one of w, append, add and init as in"
            + " `w KEY NUMBER`, or `all`, `equal NUMBER` or `mod NUMBER NUMBER`, found `"
            + line
            + "`");
  }

  private static String body(Request request) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(request.body())).toString();
    } catch (CharacterCodingException malformed) {
      throw BadRequestException.malformed("expected a body in UTF-8");
    }
  }
}
