(ns assay.knossos-test
  (:require [assay.knossos :refer [analysis cas-register register]]
            [clojure.test :refer [deftest is testing]]))

(defn op
  [process type f value]
  {:process process, :type type, :f f, :value value})

(defn done
  "An operation that nothing else overlaps."
  ([process f value] (done process f value value))
  ([process f asked got] [(op process :invoke f asked) (op process :ok f got)]))

(def stale-read
  (vec (concat (done 0 :write 1) (done 0 :write 2) (done 1 :read nil 1))))

(deftest what-holds-is-valid
  (let [result (analysis (register) (concat (done 0 :write 1) (done 1 :read nil 1)))]
    (is (true? (:valid? result)))
    (is (true? (:certified? result)))
    (is (= :assay (:analyzer result)))))

(deftest a-stale-read-is-refuted-in-the-words-of-knossos
  (let [result (analysis (register) stale-read)]
    (is (false? (:valid? result)))
    (is (true? (:certified? result)))
    (is (= (op 1 :ok :read 1) (:op result)))
    (is (= (op 0 :ok :write 2) (:previous-ok result)))
    (is (every? (fn [config] (= [(op 1 :ok :read 1)] (:pending config))) (:configs result)))
    (is (= #{2} (set (map (comp :value :model) (:configs result)))))
    (is (= #{2} (set (map (comp :value :model peek) (:final-paths result)))))))

(deftest the-initial-value-counts
  (let [history (done 0 :read nil 7)]
    (is (false? (:valid? (analysis (register) history))))
    (is (true? (:valid? (analysis (register 7) history))))))

(deftest compare-and-set
  (testing "from the value that is there"
    (is (true? (:valid? (analysis (cas-register 0)
                                  (concat (done 0 :cas [0 3]) (done 1 :read nil 3))))))
    (is (false? (:valid? (analysis (cas-register 0) (done 0 :cas [1 3]))))))
  (testing "that failed did not happen"
    (is (true? (:valid? (analysis (cas-register 0)
                                  (concat [(op 0 :invoke :cas [0 3]) (op 0 :fail :cas [0 3])]
                                          (done 1 :read nil 0))))))))

(deftest a-crashed-write-may-have-happened-or-not
  (let [crashed [(op 0 :invoke :write 1) (op 0 :info :write 1)]]
    (is (true? (:valid? (analysis (register 0) (concat crashed (done 1 :read nil 0))))))
    (is (true? (:valid? (analysis (register 0) (concat crashed (done 1 :read nil 1))))))
    (is (false? (:valid? (analysis (register 0)
                                   (concat crashed (done 1 :read nil 1) (done 1 :read nil 0))))))))

(deftest histories-come-in-many-shapes
  (is (false? (:valid? (analysis (register) (map identity stale-read)))) "lazy")
  (is (false? (:valid? (analysis (register) (apply list stale-read)))) "a list")
  (is (false? (:valid? (analysis (register)
                                 (map-indexed (fn [i o] (assoc o :index (* 10 i) :time i))
                                              stale-read))))
      "with sparse indices")
  (is (false? (:valid? (analysis (register)
                                 (cons (op :nemesis :info :kill ["n1"]) stale-read))))
      "with a nemesis"))

(deftest values-are-any-plain-data
  (doseq [value [:a "a" 1.5 3/4 'sym [1 2] {:a #{1}} 12345678901234567890 true nil]]
    (is (true? (:valid? (analysis (register)
                                  (concat (done 0 :write value) (done 1 :read nil value)))))
        (pr-str value)))
  (is (thrown-with-msg? Exception #"plain data"
                        (analysis (register) (done 0 :write (Object.))))))

(deftest what-is-no-history-is-refused-with-its-place
  (is (thrown-with-msg? Exception #"operation 1: process 0 invokes while"
                        (analysis (register) [(op 0 :invoke :read nil) (op 0 :invoke :read nil)])))
  (is (thrown-with-msg? Exception #"operation 0: .* found :done"
                        (analysis (register) [(op 0 :done :read nil)]))))
