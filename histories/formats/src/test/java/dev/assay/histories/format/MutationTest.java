package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.assay.histories.History;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Damaged histories are read or refused with a complaint, whatever the damage.
 *
 * <p>{@code -Dassay.fuzz.seconds=600 -Dassay.fuzz.seed=7} makes a campaign of it.
 */
final class MutationTest {
  private static final String[] PIECES = {
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    "#",
    "#{",
    "#_",
    "##",
    "\"",
    "\\",
    ":",
    ";",
    "\n",
    "\t",
    "nil",
    "-",
    "1e9",
    "N",
    "/0",
    "M",
    "\\u",
    "\u00e9",
    "{\"#map\":[",
    "{\"#set\":[1,1]}",
    ":type",
    ":ok",
    "99999999999999999999",
    "0x",
    "#inst",
    "^",
    "@",
    "'",
    ",",
    "\0",
    "\r\n",
    "\"#keyword\""
  };

  private static final String[] WRITTEN_BY_OTHERS = {
    """
    INFO  jepsen.util - 0\t:invoke\t:cas\t[1 2]
    INFO  jepsen.util - 1\t:invoke\t:read\tnil
    INFO  jepsen.util - 0\t:fail\t:cas\t[1 2]
    INFO  jepsen.util - 1\t:ok\t:read\t3
    """,
    """
    0\t:invoke\t:txn\t[[:r 8 nil]]
    :nemesis\t:info\t:start\t{"n1" #{"n2"}}
    0\t:info\t:txn\t[[:r 8 nil]]\t:timeout
    """,
    """
    {:process 9, :type :invoke, :f :append, :key "0", :value "x 9 0 y"}
    {:process 9, :type :ok, :f :append, :key "0", :value "x 9 0 y"}
    """,
    """
    w(1,1,0,1)
    r(2,0,0,1)
    w(1,0,1,2)
    w(3,7,1,-1)
    """,
    """
    w 0 0
    -----
    r 0 0
    =====
    w 0 2
    """,
    """
    [{"type":"invoke","f":"txn","value":[["append",1,2],["r",3,null]],"process":0,"index":0},
    {"type":"ok","f":"txn","value":[["append",1,2],["r",3,[4,5]]],"process":0,"index":1}]
    """,
    """
    {:type :invoke, :f nil, :value [[:append 1 2] [:r 3 nil]]}
    {:type :ok, :value [[:append 1 2] [:r 3 [4 5]]]}
    """,
  };

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void neverAnythingButAComplaint() throws Exception {
    long seconds = Long.getLong("assay.fuzz.seconds", 3);
    long seed = Long.getLong("assay.fuzz.seed", 1);
    List<byte[]> samples = samples();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    int read = 0;
    int refused = 0;
    for (long round = 0; System.nanoTime() < until; round++) {
      SplittableRandom random = new SplittableRandom(seed + round);
      byte[] damaged = damage(samples.get(random.nextInt(samples.size())), random);
      for (String format : formatsFor(random)) {
        if (isRead(damaged, format, random, seed + round)) {
          read++;
        } else {
          refused++;
        }
      }
    }
    assertTrue(read > 0 && refused > 0, read + " read, " + refused + " refused");
  }

  private static List<String> formatsFor(SplittableRandom random) {
    List<HistoryFormat> all = HistoryFiles.formats();
    return List.of("auto", all.get(random.nextInt(all.size())).name());
  }

  private static boolean isRead(byte[] damaged, String format, SplittableRandom random, long seed) {
    ReadOptions options =
        new ReadOptions(ReadOptions.Keyed.values()[random.nextInt(3)], random.nextBoolean());
    try {
      History history =
          HistoryFiles.read(new ByteArrayInputStream(damaged), "f", format, options).history();
      for (HistoryFormat writer : HistoryFiles.formats()) {
        if (writer.isWritable()) {
          write(history, writer);
        }
      }
      return true;
    } catch (HistoryFormatException e) {
      assertTrue(e.getMessage().startsWith("f:"), e.getMessage());
      assertTrue(e.getMessage().length() < 2_000, e.getMessage());
      assertTrue(e.getMessage().chars().noneMatch(c -> c < ' '), e.getMessage());
      return false;
    } catch (IOException | RuntimeException | Error e) {
      return fail(
          "seed "
              + seed
              + ", "
              + format
              + ", "
              + options
              + ": "
              + new String(damaged, StandardCharsets.UTF_8),
          e);
    }
  }

  private static void write(History history, HistoryFormat writer) throws IOException {
    try {
      writer.write(history, new ByteArrayOutputStream());
    } catch (HistoryFormatException e) {
      assertTrue(!e.getMessage().isEmpty());
    }
  }

  private static byte[] damage(byte[] sample, SplittableRandom random) {
    byte[] bytes = sample;
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(bytes.length + 1);
      int length = Math.min(bytes.length - at, random.nextInt(1 + random.nextInt(40)));
      byte[] piece = PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
      bytes =
          switch (random.nextInt(7)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> splice(bytes, at, length, new byte[0]);
            case 2 -> splice(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
            case 3 -> splice(bytes, at, 0, piece);
            case 4 -> splice(bytes, at, length, piece);
            case 5 -> flip(bytes, at, random);
            default -> splice(bytes, at, 0, repeat(piece, random.nextInt(500)));
          };
    }
    return bytes;
  }

  private static byte[] splice(byte[] bytes, int at, int drop, byte[] put) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    out.write(put, 0, put.length);
    out.write(bytes, at + drop, bytes.length - at - drop);
    return out.toByteArray();
  }

  private static byte[] flip(byte[] bytes, int at, SplittableRandom random) {
    byte[] flipped = bytes.clone();
    if (at < flipped.length) {
      flipped[at] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private static byte[] repeat(byte[] piece, int times) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      out.write(piece, 0, piece.length);
    }
    return out.toByteArray();
  }

  private static List<byte[]> samples() throws Exception {
    List<byte[]> samples = new ArrayList<>();
    for (int seed = 0; seed < 20; seed++) {
      History history = RandomData.history(new SplittableRandom(seed), 3 + seed);
      for (HistoryFormat format : HistoryFiles.formats()) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (format.isWritable()) {
          write(history, format, out);
        }
        if (out.size() > 0) {
          samples.add(out.toByteArray());
        }
      }
    }
    samples.add(
        HexFormat.of()
            .parseHex(
                "0000000000000000010000000000000001000000000000000100000000000000"
                    + "0100000000000000010000000000000041000000000000000000000000000000"
                    + "000100000000000000010000000000000001000000000000000101000000000000"
                    + "0005000000000000000101"));
    for (String sample : WRITTEN_BY_OTHERS) {
      samples.add(sample.getBytes(StandardCharsets.UTF_8));
    }
    return samples;
  }

  private static void write(History history, HistoryFormat format, ByteArrayOutputStream out)
      throws IOException {
    try {
      format.write(history, out);
    } catch (HistoryFormatException e) {
      out.reset(); // this format cannot hold this history
    }
  }
}
