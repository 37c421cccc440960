(ns assay.junit
  "Lets JUnit run clojure.test."
  (:require [clojure.test :as test])
  (:import (java.io StringWriter)))

(defn tests
  "The tests of a namespace by name: each a function that returns what failed, or an empty text
  when assertions were made and all held."
  [namespace-name]
  (require (symbol namespace-name))
  (into (sorted-map)
        (for [v (vals (ns-publics (symbol namespace-name))) :when (:test (meta v))]
          [(name (:name (meta v)))
           (fn []
             (let [out (StringWriter.)]
               (binding [test/*test-out* out
                         test/*report-counters* (ref test/*initial-report-counters*)]
                 (test/test-vars [v])
                 (let [{:keys [pass fail error]} @test/*report-counters*]
                   (cond
                     (pos? (+ fail error)) (str out)
                     (zero? pass) "nothing was asserted"
                     :else "")))))])))
