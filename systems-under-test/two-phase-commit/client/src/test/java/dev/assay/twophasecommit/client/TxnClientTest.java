package dev.assay.twophasecommit.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.SystemProvider.SystemConfig;
import dev.assay.harness.client.Transport;
import dev.assay.histories.Keyword;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the client makes of answers, of silence and of refusals. */
class TxnClientTest {
  private static final Keyword READ = new Keyword("r");
  private static final Operation CHANGE =
      new Operation(
          "txn",
          null,
          List.of(List.of(new Keyword("append"), 3L, 1L), Arrays.asList(READ, 3L, null)));
  private static final Operation READS =
      new Operation("txn", null, List.of(Arrays.asList(READ, 3L, null)));

  private final List<String> asked = new ArrayList<>();

  private Outcome perform(Operation operation, Script script) {
    return perform(operation, false, script);
  }

  private Outcome perform(Operation operation, boolean ofRegisters, Script script) {
    try (TxnClient client = new TxnClient("n2", new Scripted(script), 1000, ofRegisters)) {
      return client.invoke(operation).join();
    }
  }

  @Test
  void aRegisterIsReadWhetherOrNotTheTransactionWrites() {
    Outcome outcome =
        perform(READS, true, (node, back) -> answer(back, "{\"ok\":true,\"values\":[[7]]}"));
    assertEquals(new Outcome.Ok(List.of(List.of(READ, 3L, 7L))), outcome);
  }

  @Test
  void whatWasReadTakesItsPlaceInTheTransaction() {
    Outcome outcome =
        perform(CHANGE, (node, back) -> answer(back, "{\"ok\":true,\"values\":[[1],[1]]}"));
    assertEquals(
        new Outcome.Ok(
            List.of(List.of(new Keyword("append"), 3L, 1L), List.of(READ, 3L, List.of(1L)))),
        outcome);
    assertEquals(List.of("n2 append 3 1|r 3"), asked);
  }

  @Test
  void incrementsTellTheNewValueWhereTheyAreAsked() {
    Keyword inc = new Keyword("inc");
    Operation increments =
        new Operation(
            "txn", null, List.of(List.of(inc, 3L, 4L), List.of(inc, 3L, Arrays.asList(8L, null))));
    assertEquals(
        new Outcome.Ok(List.of(List.of(inc, 3L, 4L), List.of(inc, 3L, List.of(8L, 15L)))),
        perform(
            increments, true, (node, back) -> answer(back, "{\"ok\":true,\"values\":[[7],[15]]}")));
    assertEquals(List.of("n2 add 3 4|add 3 8"), asked);
  }

  @Test
  void whatPredicatesShowTakesItsPlaceInTheTransaction() {
    Keyword byPredicate = new Keyword("rp");
    List<Object> equal = List.of(new Keyword("="), 5L);
    List<Object> remainder = List.of(new Keyword("mod"), 3L, 1L);
    Operation operation =
        new Operation(
            "txn",
            null,
            List.of(
                List.of(new Keyword("insert"), 3L, 5L),
                List.of(new Keyword("delete"), 4L),
                Arrays.asList(byPredicate, new Keyword("true"), null),
                Arrays.asList(byPredicate, equal, null),
                Arrays.asList(byPredicate, remainder, null)));
    String body = "{\"ok\":true,\"values\":[[5],null,{\"3\":[5],\"12\":[4]},{\"3\":[5]},{}]}";
    assertEquals(
        new Outcome.Ok(
            List.of(
                List.of(new Keyword("insert"), 3L, 5L),
                List.of(new Keyword("delete"), 4L),
                List.of(byPredicate, new Keyword("true"), Map.of(3L, 5L, 12L, 4L)),
                List.of(byPredicate, equal, Map.of(3L, 5L)),
                List.of(byPredicate, remainder, Map.of()))),
        perform(operation, true, (node, back) -> answer(back, body)));
    assertEquals(List.of("n2 w 3 5|delete 4|all|equal 5|mod 3 1"), asked);
  }

  @Test
  void timestampsAreToldBesideWhatWasRead() {
    String body = "{\"ok\":true,\"values\":[null],\"start-ts\":[5,0],\"commit-ts\":[7,2]}";
    Outcome outcome = perform(READS, (node, back) -> answer(back, body));
    assertEquals(
        Map.of("start-ts", List.of(5L, 0L), "commit-ts", List.of(7L, 2L)),
        assertInstanceOf(Outcome.Ok.class, outcome).extra());
  }

  @Test
  void timestampsAreAnOrderOfSnapshotsAlone() {
    TwoPhaseCommitProvider provider = new TwoPhaseCommitProvider();
    assertEquals(
        List.of("snapshot-isolation"),
        provider.keptByTimestamps(Map.of("isolation", "snapshot-isolation")));
    assertEquals(
        "two-phase-commit tells timestamps that are an order of its transactions with the option"
            + " isolation=snapshot-isolation, not with strict-serializable",
        assertThrows(IllegalArgumentException.class, () -> provider.keptByTimestamps(Map.of()))
            .getMessage());
  }

  @Test
  void abortedIsFail() {
    String aborted = "{\"ok\":false,\"error\":\"aborted\",\"definite\":true,\"message\":\"why\"}";
    assertEquals(new Outcome.Fail("why"), perform(CHANGE, (node, back) -> answer(back, aborted)));
  }

  @Test
  void silenceIsInfoUnlessItOnlyReads() {
    assertInstanceOf(Outcome.Info.class, perform(CHANGE, (n, back) -> back.failed(true, "cut")));
    assertInstanceOf(Outcome.Fail.class, perform(READS, (n, back) -> back.failed(true, "cut")));
    assertEquals(2, asked.size(), "neither is sent again");
  }

  @Test
  void nonsenseIsInfo() {
    assertInstanceOf(Outcome.Info.class, perform(CHANGE, (n, back) -> answer(back, "<html>")));
    assertInstanceOf(
        Outcome.Info.class, perform(CHANGE, (n, back) -> answer(back, "{\"ok\":true}")));
  }

  @Test
  void whatCannotHaveArrivedGoesToTheNextNode() {
    assertInstanceOf(Outcome.Fail.class, perform(CHANGE, (n, back) -> back.failed(false, "down")));
    assertEquals(List.of("n2", "n3", "n1"), asked.stream().map(a -> a.substring(0, 2)).toList());
  }

  @Test
  void unknownOperationsFailWithoutBeingSent() {
    assertInstanceOf(
        Outcome.Fail.class,
        perform(new Operation("cas", 1L, List.of(1L, 2L)), (n, back) -> back.failed(true, "")));
    assertEquals(List.of(), asked);
  }

  @Test
  void unknownOptionsAreToldWithThoseThatThereAre() {
    SystemConfig config =
        new SystemConfig(List.of(), Map.of("isolation", "snapshots"), "list-append", 1);
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> Settings.of(config)).getMessage());
    assertEquals(
        "two-phase-commit has no isolation `snapshots`; it has strict-serializable,"
            + " snapshot-isolation, read-committed, read-uncommitted",
        message);
  }

  @Test
  void bugsOfTheOtherCommitProtocolAreRefused() {
    SystemConfig config =
        new SystemConfig(List.of("forgotten-promise"), Map.of(), "list-append", 1);
    assertEquals(
        "two-phase-commit's bug `forgotten-promise` has no effect with the option"
            + " commit=two-phase; give the other one",
        assertThrows(IllegalArgumentException.class, () -> Settings.of(config)).getMessage());
    SystemConfig paxos =
        new SystemConfig(List.of("forgotten-promise"), Map.of("commit", "paxos"), "list-append", 1);
    assertEquals(
        List.of("--commit", "paxos", "--bug", "forgotten-promise"),
        Settings.of(paxos).serverFlags());
  }

  private static void answer(Transport.Callback back, String body) {
    back.answered(new Transport.Answer(200, body));
  }

  /** Plays all nodes. */
  private interface Script {
    void exchange(String node, Transport.Callback back);
  }

  private final class Scripted implements Transport {
    private final Script script;

    Scripted(Script script) {
      this.script = script;
    }

    @Override
    public List<String> nodes() {
      return List.of("n1", "n2", "n3");
    }

    @Override
    public long nowNanos() {
      return 0;
    }

    @Override
    public void schedule(long delayNanos, Runnable task) {
      throw new AssertionError("this client waits for nothing");
    }

    @Override
    public void exchange(String node, Request request, long timeoutNanos, Callback callback) {
      String body = new String(request.body(), StandardCharsets.UTF_8);
      asked.add(node + " " + body.replace("\n", "|"));
      script.exchange(node, callback);
    }

    @Override
    public void close() {}
  }
}
