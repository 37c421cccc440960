package dev.assay.harness.cluster.netns;

import dev.assay.harness.cluster.ClusterRecord;
import dev.assay.harness.cluster.ClusterRecord.NodeRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What everything of a netns cluster is called: all of it follows from the mark, so that a cluster
 * can be undone knowing no more than that.
 *
 * @param network the first three numbers of the nodes' addresses, such as {@code 10.78.3}
 * @param folder on the host, for the nodes' disks
 */
record Layout(String mark, String network, Path folder) {
  static final String DIRECTORY = "/opt/assay";

  static Layout of(ClusterRecord record) {
    String address = record.nodes().get(0).address();
    return new Layout(
        record.mark(),
        address.substring(0, address.lastIndexOf('.')),
        Path.of(record.folders().get(0)));
  }

  /** Names of interfaces have at most 15 characters. */
  String bridge() {
    return "as-" + mark;
  }

  String gateway() {
    return network + ".1";
  }

  /** The host's end of the node's cable. */
  String cable(int index) {
    return "as-" + mark + "-" + (index + 1);
  }

  String namespace(int index) {
    return "assay-" + mark + "-" + name(index);
  }

  String name(int index) {
    return "n" + (index + 1);
  }

  String address(int index) {
    return network + "." + (11 + index);
  }

  Path disk(int index) {
    return folder.resolve(name(index));
  }

  List<NodeRecord> records(int count, Path keyFile, Path knownHosts) {
    List<NodeRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(
          new NodeRecord(
              name(i),
              address(i),
              address(i),
              22,
              "root",
              DIRECTORY,
              keyFile.toString(),
              knownHosts.toString(),
              true));
    }
    return records;
  }
}
