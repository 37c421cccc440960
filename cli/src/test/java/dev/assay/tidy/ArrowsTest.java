package dev.assay.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Who may know whom: the arrows of ARCHITECTURE.md, as they stand in the poms. */
class ArrowsTest {
  /** Module to the modules that it names itself; what those know, it may know too. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("histories/core", Set.of()),
          Map.entry("histories/formats", Set.of("assay-histories")),
          Map.entry("checkers", Set.of("assay-histories")),
          Map.entry("checkers/clojure", Set.of("assay-checkers")),
          Map.entry(
              "reports", Set.of("assay-checkers", "assay-histories", "assay-history-formats")),
          Map.entry(
              "harness", Set.of("assay-checkers", "assay-histories", "assay-history-formats")),
          Map.entry("nemesis", Set.of("assay-harness")),
          Map.entry("systems-under-test/runtime", Set.of()),
          Map.entry("systems-under-test/simulator", Set.of("assay-runtime")),
          Map.entry("systems-under-test/raft-kv/server", Set.of("assay-runtime")),
          Map.entry("simulation", Set.of("assay-harness", "assay-nemesis", "assay-simulator")),
          Map.entry("systems-under-test/two-phase-commit/server", Set.of("assay-runtime")),
          Map.entry("systems-under-test/eventual-kv/server", Set.of("assay-runtime")),
          Map.entry(
              "systems-under-test/raft-kv/client",
              Set.of("assay-harness", "assay-raft-kv-server", "assay-simulation")),
          Map.entry(
              "systems-under-test/two-phase-commit/client",
              Set.of("assay-harness", "assay-two-phase-commit-server", "assay-simulation")),
          Map.entry(
              "systems-under-test/eventual-kv/client",
              Set.of("assay-harness", "assay-eventual-kv-server", "assay-simulation")),
          Map.entry(
              "cli",
              Set.of(
                  "assay-harness",
                  "assay-nemesis",
                  "assay-reports",
                  "assay-raft-kv",
                  "assay-two-phase-commit",
                  "assay-eventual-kv",
                  "assay-simulation")),
          Map.entry(
              "benchmarks",
              Set.of(
                  "assay-checkers",
                  "assay-histories",
                  "assay-history-formats",
                  "assay-raft-kv-server")));

  private final SourceTree tree = SourceTree.ofProject();

  @Test
  void modulesKnowOnlyWhomTheyMayKnow() throws Exception {
    Map<String, Set<String>> found = new TreeMap<>();
    for (String pom : tree.files(path -> path.endsWith("/pom.xml"))) {
      Element project = parse(tree.root().resolve(pom).toFile());
      if (!children(project, "modules").iterator().hasNext()) {
        found.put(pom.substring(0, pom.length() - "/pom.xml".length()), ownDependencies(project));
      }
    }
    assertEquals(new TreeMap<>(ARROWS), found);
  }

  private static Set<String> ownDependencies(Element project) {
    Set<String> names = new TreeSet<>();
    for (Element dependencies : children(project, "dependencies")) {
      for (Element dependency : children(dependencies, "dependency")) {
        String scope = text(dependency, "scope");
        if (text(dependency, "groupId").equals("dev.assay") && !scope.equals("test")) {
          names.add(text(dependency, "artifactId"));
        }
      }
    }
    return names;
  }

  private static String text(Element parent, String name) {
    for (Element child : children(parent, name)) {
      return child.getTextContent().strip();
    }
    return "";
  }

  private static Iterable<Element> children(Element parent, String name) {
    NodeList nodes = parent.getChildNodes();
    java.util.List<Element> found = new java.util.ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      Node node = nodes.item(i);
      if (node instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }

  private static Element parse(File pom) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(pom).getDocumentElement();
  }
}
