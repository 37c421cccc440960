;; The Clojure door with Leiningen, built from the Java sources beside it. Everything that it
;; depends on is on Maven Central. Maven builds the same: see checkers/clojure/pom.xml.
(defproject dev.assay/assay-checkers-clojure "0.1.0-SNAPSHOT"
  :description "Assay's checkers for Clojure programs."
  :license {:name "Apache-2.0" :url "https://www.apache.org/licenses/LICENSE-2.0"}
  :dependencies [[org.clojure/clojure "1.12.3"]
                 [org.jspecify/jspecify "1.0.1"]]
  :source-paths ["checkers/clojure/src/main/clojure"]
  :test-paths ["checkers/clojure/src/test/clojure"]
  :java-source-paths ["histories/core/src/main/java" "checkers/src/main/java"]
  :javac-options ["--release" "21"]
  :target-path "checkers/clojure/target/lein")
