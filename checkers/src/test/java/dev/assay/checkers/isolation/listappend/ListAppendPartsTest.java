package dev.assay.checkers.isolation.listappend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.checkers.isolation.DependencyGraph;
import dev.assay.checkers.isolation.Inference;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import dev.assay.histories.Keyword;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is inferred does not depend on how many parts the work is done in. */
class ListAppendPartsTest {
  private static final int HISTORIES = 300;

  @Test
  void partsMakeNoDifference() {
    SplittableRandom random = new SplittableRandom(20261126);
    for (int i = 0; i < HISTORIES; i++) {
      History history = history(random);
      String whole = describe(ListAppend.infer(history, 1));
      for (int parts = 2; parts <= 4; parts++) {
        assertEquals(whole, describe(ListAppend.infer(history, parts)));
      }
    }
  }

  private static String describe(Inference inferred) {
    StringBuilder out = new StringBuilder();
    DependencyGraph graph = inferred.graph();
    for (int node = 0; node < graph.nodes(); node++) {
      out.append(node).append(':');
      for (int edge = graph.start(node); edge < graph.end(node); edge++) {
        out.append(' ').append(graph.kind(edge)).append('>').append(graph.target(edge));
      }
      out.append('\n');
    }
    return out.append(inferred.findings().counts())
        .append(inferred.findings().evidence())
        .append(Arrays.toString(inferred.committed()))
        .append(inferred.orderGap())
        .toString();
  }

  /** Transactions on several keys, with reads of anything: everything is wrong with them. */
  private static History history(SplittableRandom random) {
    History.Builder builder = History.builder();
    int keys = 1 + random.nextInt(8);
    long element = 0;
    int count = random.nextInt(1, 30);
    for (int process = 0; process < count; process++) {
      List<Object> asked = new ArrayList<>();
      List<Object> told = new ArrayList<>();
      for (int mop = random.nextInt(4); mop >= 0; mop--) {
        long key = random.nextInt(keys);
        if (random.nextBoolean()) {
          List<Object> append = List.of(new Keyword("append"), key, ++element);
          asked.add(append);
          told.add(append);
        } else {
          asked.add(Arrays.asList(new Keyword("r"), key, null));
          told.add(List.of(new Keyword("r"), key, someElements(random, element)));
        }
      }
      builder.add(EventType.INVOKE, process, "txn", asked);
      EventType end = EventType.values()[1 + random.nextInt(3)];
      builder.add(end, process, "txn", end == EventType.OK ? told : asked);
    }
    return builder.build();
  }

  private static List<Object> someElements(SplittableRandom random, long until) {
    List<Object> list = new ArrayList<>();
    for (int size = random.nextInt(4); size > 0; size--) {
      list.add(1 + random.nextLong(until + 2));
    }
    return list;
  }
}
