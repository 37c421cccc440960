package dev.assay.eventualkv.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.eventualkv.server.state.VersionVector;
import dev.assay.runtime.Http.Request;
import dev.assay.runtime.http.BadRequestException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Reads requests, and checks every bound. */
final class Parsing {
  static final String CONTEXT_HEADER = "assay-context";
  private static final int NAME_BYTES_MAX = 256;
  private static final int VALUE_BYTES_MAX = 65_536;
  private static final long ADDITION_MAX = 1_000_000_000;

  private Parsing() {}

  /** What follows the prefix in the path. */
  static String name(Request request, String prefix) {
    return bounded("key", request.path().substring(prefix.length()));
  }

  static String element(Request request, String parameter) {
    return bounded("element", request.parameter(parameter).orElse(""));
  }

  private static String bounded(String what, String text) {
    int bytes = text.getBytes(UTF_8).length;
    if (bytes == 0 || bytes > NAME_BYTES_MAX) {
      throw BadRequestException.malformed(
          "expected %s of 1 to %d bytes, found %d".formatted(what, NAME_BYTES_MAX, bytes));
    }
    return text;
  }

  static String value(Request request) {
    if (request.body().length > VALUE_BYTES_MAX) {
      throw BadRequestException.tooLarge(
          "a value of " + request.body().length + " bytes; at most " + VALUE_BYTES_MAX);
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(request.body())).toString();
    } catch (CharacterCodingException malformed) {
      throw BadRequestException.malformed("expected a body in UTF-8");
    }
  }

  static long addition(Request request) {
    String text = request.parameter("add").orElse("");
    if (text.matches("-?[0-9]{1,10}") && Math.abs(Long.parseLong(text)) <= ADDITION_MAX) {
      return Long.parseLong(text);
    }
    throw BadRequestException.malformed(
        "expected add=N with N from -%d to %d, found `%s`"
            .formatted(ADDITION_MAX, ADDITION_MAX, text));
  }

  static int quorum(Request request, int usual) {
    String text = request.parameter("r").orElse(Integer.toString(usual));
    if (text.matches("[0-9]{1,3}") && Integer.parseInt(text) > 0) {
      return Integer.parseInt(text);
    }
    throw BadRequestException.malformed(
        "expected r=N, how many replicas are to answer, found `" + text + "`");
  }

  /** What the client has seen, as it was told; empty for nothing. */
  static String context(Request request) {
    return request.header(CONTEXT_HEADER).orElse("");
  }

  static VersionVector seen(Request request) {
    String token = context(request);
    return VersionVector.parse(token)
        .orElseThrow(
            () ->
                BadRequestException.malformed(
                    "expected Assay-Context as an earlier answer gave it, found `" + token + "`"));
  }
}
