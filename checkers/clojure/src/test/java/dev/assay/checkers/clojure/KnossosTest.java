package dev.assay.checkers.clojure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import clojure.java.api.Clojure;
import clojure.lang.IFn;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the tests of clojure.test, each as one of JUnit's. */
class KnossosTest {
  @TestFactory
  Stream<DynamicTest> knossos() {
    Clojure.var("clojure.core", "require").invoke(Clojure.read("assay.junit"));
    Map<?, ?> tests = (Map<?, ?>) Clojure.var("assay.junit", "tests").invoke("assay.knossos-test");
    assertFalse(tests.isEmpty());
    return tests.entrySet().stream()
        .map(
            test ->
                DynamicTest.dynamicTest(
                    String.valueOf(test.getKey()),
                    () -> assertEquals("", ((IFn) test.getValue()).invoke())));
  }
}
