package dev.assay.histories.format;

import dev.assay.histories.EventType;
import dev.assay.histories.Keyword;
import dev.assay.histories.format.TimedOperations.Timed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The reports of etcd's own robustness tests: a folder {@code client-N} a client with {@code
 * operations.json}, an operation a line, and {@code watch.json}, what its watches were told. An
 * {@code operations.json} alone can be read too.
 *
 * <p>Events, as EDN ({@code :revision} is the store's at the answer; {@code :kvs} holds key, value
 * and the revision that wrote it):
 *
 * <pre>
 * :txn   {:if [[key revision] …], :then [[:put key value] …], :else […]}
 *   ok   {… , :succeeded true, :results [{:kvs […], :count 0, :deleted 0} …], :revision 10}
 * :range {:start "a", :end "b", :limit 10, :revision 0}        (revision 0: the newest)
 *   ok   {… , :kvs [["a" "1" 7] …], :count 1, :revision 10}
 * :lease-grant, :lease-revoke {:lease 7}, :defragment nil
 *   ok   {… , :revision 10}
 * </pre>
 *
 * <p>A value is a string, or {@code [:hash 7]} where etcd's tests shortened it. Steps are {@code
 * [:put key value]}, with the lease behind it where there is one, {@code [:delete key]} and {@code
 * [:range start end limit]}, where an end of {@code ""} means the one key. A condition's revision 0
 * means that the key is not there. A response of which only the revision is known has {@code
 * :partial true} and no results.
 *
 * <p>What the watches were told is no operation. Each distinct set of changes is one event of the
 * nemesis, at the earliest time that any client was told:
 *
 * <pre>
 * :info :watch {:revision 4, :events [[:put key value 4] [:delete key 4] …]}   (the revisions)
 * </pre>
 *
 * <p>Times are nanoseconds; an operation that ends when another begins is concurrent with it. An
 * operation whose output has an error is {@code info}: nobody knows. A client that got no answer
 * goes on under a new number.
 */
public final class EtcdRobustnessFormat implements HistoryFormat {
  private static final String FILE = "operations.json";
  private static final String WATCH = "watch.json";

  @Override
  public String name() {
    return "etcd-robustness";
  }

  @Override
  public String description() {
    return "etcd's robustness reports: a folder of client-N/operations.json, or one such file";
  }

  @Override
  public Match detect(Sample sample) {
    String line = sample.text().substring(0, sample.lineEnd(0));
    return line.startsWith("{\"ClientId\":") && line.contains("\"Input\":")
        ? Match.SPECIAL
        : Match.NO;
  }

  @Override
  public void read(ByteInput in, EventSink out) throws IOException, HistoryFormatException {
    Reader reader = new Reader(out);
    reader.read(in);
    reader.finish();
  }

  @Override
  public boolean isFolder(Path folder) throws IOException {
    return !files(folder, FILE).isEmpty();
  }

  @Override
  public void readFolder(Path folder, EventSink out) throws IOException, HistoryFormatException {
    Reader reader = new Reader(out);
    for (Path file : files(folder, FILE)) {
      try (InputStream in = Compression.unpack(Files.newInputStream(file))) {
        reader.read(new ByteInput(file.toString(), in));
      }
    }
    EtcdWatches watches = new EtcdWatches();
    for (Path file : files(folder, WATCH)) {
      try (InputStream in = Compression.unpack(Files.newInputStream(file))) {
        watches.read(new ByteInput(file.toString(), in));
      }
    }
    watches.addTo(reader.operations);
    reader.finish();
  }

  private static List<Path> files(Path folder, String name) throws IOException {
    try (Stream<Path> clients = Files.list(folder)) {
      return clients
          .filter(client -> String.valueOf(client.getFileName()).startsWith("client-"))
          .map(client -> client.resolve(name))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  /** Reads the operations of several clients. */
  static final class Reader {
    private final EventSink out;
    private final TimedOperations operations;
    private final List<Operation> read = new ArrayList<>();

    Reader(EventSink out) {
      this.out = out;
      operations = new TimedOperations(out, TimedOperations.Ties.CONCURRENT);
    }

    /** A line, before its client has a process. */
    private record Operation(long client, Timed timed) {}

    void read(ByteInput in) throws IOException, HistoryFormatException {
      JsonParser parser = new JsonParser(in, false);
      while (parser.toNextToken() >= 0) {
        long line = in.line();
        Fields fields = new Fields(in, line, parser.readBoxed());
        read.add(new Operation(fields.integer("ClientId"), operation(line, fields)));
      }
    }

    /** Clients become processes; after an unknown outcome a client is another process. */
    void finish() throws HistoryFormatException {
      read.sort((a, b) -> Long.compare(a.timed().called(), b.timed().called()));
      Map<Long, Integer> processOf = new HashMap<>();
      int next = 0;
      for (Operation operation : read) {
        Integer process = processOf.get(operation.client());
        if (process == null) {
          process = next++;
          processOf.put(operation.client(), process);
        }
        Timed timed = operation.timed();
        operations.add(withProcess(timed, process));
        if (timed.outcome() == EventType.INFO) {
          processOf.remove(operation.client());
        }
      }
      operations.emit();
      if (out.size() == 0) {
        throw out.error(1, 1, "expected operations, found none");
      }
    }

    private static Timed withProcess(Timed timed, int process) {
      return new Timed(
          timed.line(),
          process,
          timed.f(),
          timed.asked(),
          timed.told(),
          timed.called(),
          timed.returned(),
          timed.outcome(),
          timed.extra());
    }

    private static Timed operation(long line, Fields fields) throws HistoryFormatException {
      Fields input = fields.object("Input");
      Fields output = fields.object("Output");
      long called = fields.integer("Call");
      long returned = fields.integer("Return");
      if (returned < called) {
        throw fields.wrong("Return", "a time not before Call, which is " + called);
      }
      String type = input.text("Type");
      Map<Keyword, @Nullable Object> asked = asked(type, input);
      String error = output.textOr("Error", "");
      boolean isKnown = error.isEmpty();
      Map<Keyword, @Nullable Object> told = new LinkedHashMap<>(asked);
      if (isKnown) {
        tell(type, output, told);
      }
      return new Timed(
          line,
          TimedOperations.ANY_PROCESS,
          switch (type) {
            case "leaseGrant" -> "lease-grant";
            case "leaseRevoke" -> "lease-revoke";
            default -> type;
          },
          Collections.unmodifiableMap(asked),
          Collections.unmodifiableMap(isKnown ? told : asked),
          called,
          returned,
          isKnown ? EventType.OK : EventType.INFO,
          isKnown ? Map.of() : Map.of("error", error));
    }

    private static Map<Keyword, @Nullable Object> asked(String type, Fields input)
        throws HistoryFormatException {
      Map<Keyword, @Nullable Object> asked = new LinkedHashMap<>();
      switch (type) {
        case "txn" -> {
          Fields txn = input.object("Txn");
          List<Object> conditions = new ArrayList<>();
          for (Fields condition : txn.objects("Conditions")) {
            refuse(condition, "ExpectedVersion");
            conditions.add(List.of(condition.text("Key"), condition.integer("ExpectedRevision")));
          }
          asked.put(new Keyword("if"), List.copyOf(conditions));
          asked.put(new Keyword("then"), steps(txn.objects("OperationsOnSuccess")));
          asked.put(new Keyword("else"), steps(txn.objects("OperationsOnFailure")));
        }
        case "range" -> {
          Fields range = input.object("Range");
          asked.put(new Keyword("start"), range.text("Start"));
          asked.put(new Keyword("end"), range.text("End"));
          asked.put(new Keyword("limit"), range.integer("Limit"));
          asked.put(new Keyword("revision"), range.integer("Revision"));
        }
        case "leaseGrant" ->
            asked.put(new Keyword("lease"), input.object("LeaseGrant").integer("LeaseID"));
        case "leaseRevoke" ->
            asked.put(new Keyword("lease"), input.object("LeaseRevoke").integer("LeaseID"));
        case "defragment" -> {}
        default -> throw input.wrong("Type", "txn, range, leaseGrant, leaseRevoke or defragment");
      }
      return asked;
    }

    /** A field of newer reports that changes what is meant and that is not known here. */
    private static void refuse(Fields holder, String name) throws HistoryFormatException {
      Object value = holder.value(name);
      if (value != null && !value.equals(0L)) {
        throw holder.wrong(
            name, "nothing or 0, for other conditions than revisions are not known,");
      }
    }

    private static List<Object> steps(List<Fields> operations) throws HistoryFormatException {
      List<Object> steps = new ArrayList<>();
      for (Fields operation : operations) {
        String type = operation.text("Type");
        steps.add(
            switch (type) {
              case "put-operation" -> {
                Fields put = operation.object("Put");
                long lease = put.value("LeaseID") == null ? 0 : put.integer("LeaseID");
                yield lease == 0
                    ? List.of(new Keyword("put"), put.text("Key"), value(put))
                    : List.of(new Keyword("put"), put.text("Key"), value(put), lease);
              }
              case "delete-operation" ->
                  List.of(new Keyword("delete"), operation.object("Delete").text("Key"));
              case "range-operation" -> {
                Fields range = operation.object("Range");
                yield List.of(
                    new Keyword("range"),
                    range.text("Start"),
                    range.text("End"),
                    range.integer("Limit"));
              }
              default ->
                  throw operation.wrong(
                      "Type", "put-operation, delete-operation or range-operation");
            });
      }
      return List.copyOf(steps);
    }

    private static void tell(String type, Fields output, Map<Keyword, @Nullable Object> told)
        throws HistoryFormatException {
      boolean isPartial = Boolean.TRUE.equals(output.value("PartialResponse"));
      switch (isPartial ? "partial" : type) {
        case "partial" -> told.put(new Keyword("partial"), true);
        case "txn" -> {
          Fields txn = output.object("Txn");
          told.put(new Keyword("succeeded"), !txn.bool("Failure"));
          List<Object> results = new ArrayList<>();
          for (Fields result : txn.objects("Results")) {
            Map<Keyword, Object> shown = new LinkedHashMap<>();
            shown.put(new Keyword("kvs"), kvs(result));
            shown.put(new Keyword("count"), result.integer("Count"));
            shown.put(new Keyword("deleted"), result.integer("Deleted"));
            results.add(Collections.unmodifiableMap(shown));
          }
          told.put(new Keyword("results"), List.copyOf(results));
        }
        case "range" -> {
          Fields range = output.object("Range");
          told.put(new Keyword("kvs"), kvs(range));
          told.put(new Keyword("count"), range.integer("Count"));
        }
        default -> {}
      }
      told.put(new Keyword("revision"), output.integer("Revision"));
    }

    private static List<Object> kvs(Fields range) throws HistoryFormatException {
      List<Object> kvs = new ArrayList<>();
      for (Fields kv : range.objects("KVs")) {
        kvs.add(List.of(kv.text("Key"), value(kv), kv.integer("ModRevision")));
      }
      return List.copyOf(kvs);
    }

    /** A value is its text, or, where it was long, its hash: {@code [:hash 7]}. */
    static Object value(Fields holder) throws HistoryFormatException {
      Fields value = holder.object("Value");
      String text = value.text("Value");
      long hash = value.integer("Hash");
      return hash == 0 ? text : List.of(new Keyword("hash"), hash);
    }
  }
}
