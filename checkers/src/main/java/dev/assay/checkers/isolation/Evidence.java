package dev.assay.checkers.isolation;

import dev.assay.checkers.Anomaly;
import dev.assay.checkers.Explanation;
import dev.assay.checkers.certificates.Certificate;
import dev.assay.checkers.certificates.MicroOpRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An anomaly that a few micro-operations show, without a cycle.
 *
 * @param type which anomaly
 * @param key the object
 * @param element the value that it is about; null where it is about whole reads
 * @param microOps the micro-operations, the one that shows the anomaly first, then those that it
 *     contradicts: what their roles are depends on the type
 */
public record Evidence(
    AnomalyType type, @Nullable Object key, @Nullable Object element, List<MicroOpRef> microOps)
    implements Explanation {
  /** The anomaly as verdicts have it. */
  public Anomaly anomaly(String workload) {
    return new Anomaly(
        type.label(),
        key,
        new Certificate.ConflictingOperations(key, workload, type.label(), element, microOps),
        this);
  }

  @Override
  public List<Integer> operations() {
    return microOps.stream().map(MicroOpRef::transaction).distinct().sorted().toList();
  }
}
