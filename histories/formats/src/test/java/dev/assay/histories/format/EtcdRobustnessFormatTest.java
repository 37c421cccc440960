package dev.assay.histories.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EtcdRobustnessFormatTest {
  private static final String PUT =
      """
      {"ClientId":2,"Input":{"Type":"txn","Range":null,"Txn":{"Conditions":[{"Key":"a",\
      "ExpectedRevision":0}],"OperationsOnSuccess":[{"Type":"put-operation","Range":{"Start":"",\
      "End":"","Limit":0},"Put":{"Key":"a","Value":{"Value":"6","Hash":0},"LeaseID":0},\
      "Delete":{"Key":""}}],"OperationsOnFailure":null}},"Call":10,\
      "Output":{"Txn":{"Failure":false,\
      "Results":[{"KVs":null,"Count":0,"Deleted":0}]},"Revision":2,"PartialResponse":false,\
      "Error":""},"Return":30}
      """;
  private static final String RANGE =
      """
      {"ClientId":3,"Input":{"Type":"range","Range":{"Start":"a","End":"","Limit":0,"Revision":0}},\
      "Call":30,"Output":{"Range":{"KVs":[{"Key":"a","Value":{"Value":"","Hash":77},\
      "ModRevision":2}],"Count":1},"Revision":2,"Error":""},"Return":40}
      """;
  private static final String UNKNOWN =
      """
      {"ClientId":4,"Input":{"Type":"range",\
      "Range":{"Start":"a","End":"b","Limit":5,"Revision":1}},\
      "Call":20,"Output":{"Revision":0,"Error":"context deadline exceeded"},"Return":50}
      """;
  private static final String WATCH =
      """
      {"Request":{"Key":"a"},"Responses":[{"Events":[{"Type":"put-operation","Key":"a",\
      "Value":{"Value":"6","Hash":0},"Revision":2}],"Revision":2,"Time":SEEN},\
      {"Events":null,"IsProgressNotify":true,"Revision":2,"Time":60}]}
      """;

  @Test
  void requestsAndResponses() throws Exception {
    History h = read(PUT + RANGE + UNKNOWN);
    assertEquals(6, h.size());
    assertEquals(
        EdnValues.fromEdn("{:if [[\"a\" 0]] :then [[:put \"a\" \"6\"]] :else []}"), h.value(0));
    assertEquals(20, h.timeNanos(1), "events stand in the order of their times");
    assertEquals(EventType.INVOKE, h.type(2), "at the same time the invocation comes first");
    assertEquals(EventType.OK, h.type(3));
    assertEquals(
        EdnValues.fromEdn(
            "{:start \"a\" :end \"\" :limit 0 :revision 2 :kvs [[\"a\" [:hash 77] 2]] :count 1}"),
        h.value(4));
    assertEquals(EventType.INFO, h.type(5));
    assertEquals(h.value(1), h.value(5));
    assertEquals(Map.of("error", "context deadline exceeded"), h.extra(5));
  }

  @Test
  void aPartialResponseHasItsRevisionOnly() throws Exception {
    History h =
        read(
            PUT.replace("\"PartialResponse\":false", "\"PartialResponse\":true")
                .replaceFirst("\"Output\":\\{\"Txn\":.*?\\]\\}", "\"Output\":{\"Txn\":null"));
    assertEquals(
        EdnValues.fromEdn(
            "{:if [[\"a\" 0]] :then [[:put \"a\" \"6\"]] :else [] :partial true :revision 2}"),
        h.value(1));
  }

  @Test
  void watchesOfAFolderOnceAtTheirEarliestTime(@TempDir Path folder) throws Exception {
    for (int client : List.of(2, 10)) {
      Path at = Files.createDirectory(folder.resolve("client-" + client));
      Files.writeString(
          at.resolve("watch.json"), WATCH.replace("SEEN", String.valueOf(37 - client)));
    }
    Files.writeString(folder.resolve("client-2/operations.json"), PUT);
    LoadedHistory loaded = HistoryFiles.read(folder, HistoryFiles.AUTO);
    History h = loaded.history();
    assertEquals("etcd-robustness", loaded.format());
    assertEquals(3, h.size());
    assertEquals("watch", h.f(1));
    assertEquals(History.NEMESIS, h.process(1));
    assertEquals(27, h.timeNanos(1));
    assertEquals(EdnValues.fromEdn("{:revision 2 :events [[:put \"a\" \"6\" 2]]}"), h.value(1));
  }

  @Test
  void complaints() {
    assertTrue(
        complaint(PUT.replaceFirst("\"txn\"", "\"watch\""))
            .startsWith("f:1:1: expected txn, range, leaseGrant, leaseRevoke or defragment"));
    assertTrue(
        complaint(PUT.replace("\"Return\":30", "\"Return\":3"))
            .startsWith("f:1:1: expected a time not before Call, which is 10 as \"Return\""));
    assertTrue(
        complaint(
                PUT.replace(
                    "\"ExpectedRevision\":0", "\"ExpectedRevision\":0,\"ExpectedVersion\":2"))
            .startsWith("f:1:1: expected nothing or 0"));
  }

  private static String complaint(String text) {
    return assertThrows(HistoryFormatException.class, () -> read(text)).getMessage();
  }

  private static History read(String text) throws Exception {
    return HistoryFiles.read(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            "f",
            HistoryFiles.AUTO,
            ReadOptions.DEFAULT)
        .history();
  }

  /** Without its watches a report of 2024 takes Porcupine minutes: all that they told is there. */
  @Test
  void realReportsKeepWhatTheirWatchesWereTold() throws Exception {
    Path root = SampleData.folder("etcd-robustness");
    for (String name : List.of("2023", "2024")) {
      History h = HistoryFiles.read(root.resolve(name), HistoryFiles.AUTO).history();
      assertTrue(h.nemesisEvents().count() > 100, name);
      assertTrue(h.nemesisEvents().allMatch(e -> h.f(e).equals("watch")), name);
    }
  }
}
