package dev.assay.nemesis;

import dev.assay.harness.Fault;
import dev.assay.harness.cluster.Cluster;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Cuts links between nodes; clients still reach every node.
 *
 * @param name the kind that drew it
 * @param shape how the links were chosen: {@code halves}, {@code bridge} …
 */
record Partition(String name, String shape, Grudge grudge) implements Fault {

  @Override
  public Active start(Target target) throws IOException {
    Cluster cluster = target.cluster();
    try {
      cluster.drop(grudge.cut());
    } catch (IOException | RuntimeException e) {
      healAfter(cluster, e);
      throw e;
    }
    return new Cut(cluster, toData());
  }

  /** {@code {shape: "halves", unheard: {"n1": ["n3"], …}}}. */
  private Map<String, Object> toData() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("shape", shape);
    data.put("unheard", grudge.toData());
    return Collections.unmodifiableMap(data);
  }

  private static void healAfter(Cluster cluster, Exception failure) {
    try {
      cluster.heal();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private record Cut(Cluster cluster, Map<String, Object> value) implements Active {
    @Override
    public void stop() throws IOException {
      cluster.heal();
    }
  }
}
