package dev.assay.raftkv.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.raftkv.server.kv.Command;
import dev.assay.raftkv.server.kv.Command.Append;
import dev.assay.raftkv.server.kv.Command.Cas;
import dev.assay.raftkv.server.kv.Command.Put;
import dev.assay.runtime.Http.Request;
import dev.assay.runtime.http.BadRequestException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;

/** Reads requests and checks every bound. */
final class Parsing {
  static final String KEYS = "/kv/";
  private static final int KEY_BYTES_MAX = 256;
  private static final int VALUE_BYTES_MAX = 1 << 16;
  private static final char REPLACEMENT = '\ufffd';

  private Parsing() {}

  static String key(Request request) {
    String key = request.path().substring(KEYS.length());
    int bytes = key.getBytes(UTF_8).length;
    if (bytes == 0 || key.indexOf(REPLACEMENT) >= 0) {
      throw BadRequestException.malformed("expected /kv/KEY with a key in percent-encoded UTF-8");
    }
    if (bytes > KEY_BYTES_MAX) {
      throw BadRequestException.tooLarge(
          "a key of " + bytes + " bytes; at most " + KEY_BYTES_MAX + " are allowed");
    }
    return key;
  }

  /** The change that a PUT or POST asks for. */
  static Command change(Request request) {
    String key = key(request);
    if (request.method().equals("PUT")) {
      return new Put(key, body(request));
    }
    String op = request.parameter("op").orElse("");
    return switch (op) {
      case "append" -> new Append(key, body(request));
      case "cas" -> new Cas(key, parameter(request, "from").orElse(null), casTo(request));
      default ->
          throw BadRequestException.malformed(
              "expected ?op=cas or ?op=append, found op '" + op + "'");
    };
  }

  private static String casTo(Request request) {
    return parameter(request, "to")
        .orElseThrow(
            () -> BadRequestException.malformed("expected ?op=cas&from=OLD&to=NEW; to is missing"));
  }

  private static Optional<String> parameter(Request request, String name) {
    Optional<String> value = request.parameter(name);
    value.ifPresent(
        text -> {
          requireValueSize(text.getBytes(UTF_8).length);
          if (text.indexOf(REPLACEMENT) >= 0) {
            throw BadRequestException.malformed(
                "expected percent-encoded UTF-8 in parameter '" + name + "'");
          }
        });
    return value;
  }

  private static String body(Request request) {
    requireValueSize(request.body().length);
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(request.body())).toString();
    } catch (CharacterCodingException malformed) {
      throw BadRequestException.malformed("expected a body in UTF-8");
    }
  }

  private static void requireValueSize(int bytes) {
    if (bytes > VALUE_BYTES_MAX) {
      throw BadRequestException.tooLarge(
          "a value of " + bytes + " bytes; at most " + VALUE_BYTES_MAX + " are allowed");
    }
  }

  /** The session and sequence number of a request; zeroes when it has none. */
  static Command.Request inSession(Request request, Command command) {
    Optional<String> session = request.header("assay-session");
    Optional<String> sequence = request.header("assay-sequence");
    if (session.isPresent() != sequence.isPresent()) {
      throw BadRequestException.malformed(
          "expected both Assay-Session and Assay-Sequence, or neither");
    }
    return session.isEmpty()
        ? new Command.Request(0, 0, command)
        : new Command.Request(
            positive("Assay-Session", session.get()),
            positive("Assay-Sequence", sequence.orElseThrow()),
            command);
  }

  private static long positive(String name, String text) {
    if (!text.matches("[1-9][0-9]{0,17}")) {
      throw BadRequestException.malformed(
          "expected a positive number in header " + name + ", found '" + text + "'");
    }
    return Long.parseLong(text);
  }
}
