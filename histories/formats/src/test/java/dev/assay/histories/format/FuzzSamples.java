package dev.assay.histories.format;

import dev.assay.histories.History;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Small histories in every format, to be damaged. */
final class FuzzSamples {
  private static final long FILE_BYTES_MAX = 64 << 10;

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
    """
    {"ClientId":3,"Input":{"Type":"range","Range":{"Start":"a","End":"","Limit":0,"Revision":0}},\
    "Call":30,"Output":{"Range":{"KVs":[{"Key":"a","Value":{"Value":"","Hash":77},\
    "ModRevision":2}],"Count":1},"Revision":2,"Error":""},"Return":40}
    """,
    """
    # @object atomic-stack
    [1] call push(1)
    [2] call pop
    [1] return
    [2] return 1
    [3] call pop
    """,
    """
    # set
    0 0 1 INSERT 2 1
    1 1 2 CONTAINS 2 0
    0 2 6 REMOVE 2 1
    """,
    """
    [{"sid": 3, "tid": 1, "sts": {"p": 40, "l": 0}, "cts": {"p": 44, "l": 0},
      "ops": [{"t": "r", "k": 8, "v": 0}, {"t": "w", "k": 8, "v": 5}, {"t": "a", "k": 9, "v": 1}]}]
    """,
  };

  private FuzzSamples() {}

  /** Random histories from every writer, one sample of every format that is only read, packed. */
  static List<byte[]> builtIn() throws IOException {
    List<byte[]> samples = new ArrayList<>();
    for (int seed = 0; seed < 20; seed++) {
      History history = RandomData.history(new SplittableRandom(seed), 3 + seed);
      for (HistoryFormat format : HistoryFiles.formats()) {
        byte[] written = format.isWritable() ? write(history, format) : new byte[0];
        if (written.length > 0) {
          samples.add(written);
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
    samples.add(JepsenStoreFormatTest.sample());
    samples.add(JepsenStoreFormatTest.sample());
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(samples.get(0));
    }
    samples.add(packed.toByteArray());
    return samples;
  }

  /** Every file below a folder that is small enough. */
  static List<byte[]> below(Path folder) throws IOException {
    List<byte[]> samples = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (Files.size(file) > 0 && Files.size(file) <= FILE_BYTES_MAX) {
          samples.add(Files.readAllBytes(file));
        }
      }
    }
    return samples;
  }

  private static byte[] write(History history, HistoryFormat format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      format.write(history, out);
    } catch (HistoryFormatException e) {
      return new byte[0]; // this format cannot hold this history
    }
    return out.toByteArray();
  }
}
