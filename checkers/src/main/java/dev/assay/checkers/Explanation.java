package dev.assay.checkers;

import java.util.List;

/** Why something is an anomaly, as data: text, HTML and JSON are rendered from it elsewhere. */
public interface Explanation {
  /** The operations to look at, by the positions of their invocations, in real-time order. */
  List<Integer> operations();
}
