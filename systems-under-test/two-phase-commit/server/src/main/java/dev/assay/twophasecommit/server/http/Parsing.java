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
    MicroOp.Kind kind =
        switch (words[0]) {
          case "r" -> MicroOp.Kind.READ;
          case "w" -> MicroOp.Kind.WRITE;
          case "append" -> MicroOp.Kind.APPEND;
          case "add" -> MicroOp.Kind.ADD;
          case "init" -> MicroOp.Kind.INIT;
          case "absent" -> MicroOp.Kind.ABSENT;
          default -> throw malformed(line);
        };
    boolean hasArgument = kind != MicroOp.Kind.READ && kind != MicroOp.Kind.ABSENT;
    if (words.length != (hasArgument ? 3 : 2)) {
      throw malformed(line);
    }
    if (words[1].length() > KEY_CHARS_MAX) {
      throw BadRequestException.tooLarge(
          "a key of " + words[1].length() + " characters; at most " + KEY_CHARS_MAX);
    }
    return new MicroOp(kind, words[1], hasArgument ? number(words[2], line) : 0);
  }

  private static long number(String text, String line) {
    if (!text.matches("-?[0-9]{1,18}")) {
      throw malformed(line);
    }
    return Long.parseLong(text);
  }

  private static BadRequestException malformed(String line) {
    return BadRequestException.malformed(
        "expected `r KEY` or `absent KEY`, or one of w, append, add and init as in"
            + " `w KEY NUMBER`, found `"
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
