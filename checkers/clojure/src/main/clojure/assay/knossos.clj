(ns assay.knossos
  "Is a history linearizable? Takes what Knossos takes and answers in Knossos's words, with Assay's
  checker behind.

    (analysis (cas-register 0)
              [{:process 0, :type :invoke, :f :write, :value 1}
               {:process 0, :type :ok,     :f :write, :value 1}
               {:process 1, :type :invoke, :f :read,  :value nil}
               {:process 1, :type :ok,     :f :read,  :value 0}])
    ;=> {:valid? false, :op {:process 1, :type :ok, :f :read, :value 0}, ...}

  A history is a vector, a sequence or a Jepsen history of operation maps. Operations of processes
  that are no integers (the nemesis) are left out, as Knossos wants it."
  (:import (clojure.lang Ratio)
           (dev.assay.checkers Anomaly Budget CheckOptions Checkers Verdict Verdict$Invalid
                               Verdict$Unknown Verdict$Valid)
           (dev.assay.checkers.certificates CertificateVerifier)
           (dev.assay.checkers.linearizability LinearizabilityExplanation
                                               LinearizabilityExplanation$Path
                                               LinearizabilityExplanation$Rejection
                                               LinearizabilityExplanation$Step)
           (dev.assay.histories EventType History History$Builder)
           (java.time Duration)
           (java.util ArrayList LinkedHashMap LinkedHashSet List Map Set)))

(set! *warn-on-reflection* true)

(defrecord Model [workload value])

(defn register
  "A register that is read and written; at first nil or `value`."
  ([] (register nil))
  ([value] (->Model "register" value)))

(defn cas-register
  "A register with compare-and-set, `:value [from to]`; at first nil or `value`."
  ([] (cas-register nil))
  ([value] (->Model "cas-register" value)))

(declare ->java)

(defn- ->java-all
  [into-collection values]
  (doseq [v values]
    (.add ^java.util.Collection into-collection (->java v)))
  into-collection)

(defn- ->java
  "Clojure data as the plain data of dev.assay.histories.Values."
  [x]
  (cond
    (or (nil? x) (boolean? x) (string? x) (char? x) (decimal? x)) x
    (integer? x) (if (<= Long/MIN_VALUE x Long/MAX_VALUE) (long x) (biginteger x))
    (float? x) (double x)
    (ratio? x) (dev.assay.histories.Ratio. (.numerator ^Ratio x) (.denominator ^Ratio x))
    (keyword? x) (dev.assay.histories.Keyword. (subs (str x) 1))
    (symbol? x) (dev.assay.histories.Symbol. (str x))
    (map? x) (let [m (LinkedHashMap.)]
               (doseq [[k v] x] (.put m (->java k) (->java v)))
               (java.util.Collections/unmodifiableMap m))
    (set? x) (java.util.Collections/unmodifiableSet (->java-all (LinkedHashSet.) x))
    (or (sequential? x) (instance? List x))
    (java.util.Collections/unmodifiableList (->java-all (ArrayList.) x))
    :else (throw (ex-info (str "expected plain data as a value, found a " (.getName (class x)))
                          {:value x}))))

(defn- ->clojure
  "Plain data of dev.assay.histories.Values as Clojure data."
  [x]
  (cond
    (instance? dev.assay.histories.Keyword x) (keyword (.name ^dev.assay.histories.Keyword x))
    (instance? dev.assay.histories.Symbol x) (symbol (.name ^dev.assay.histories.Symbol x))
    (instance? dev.assay.histories.Ratio x)
    (/ (bigint (.numerator ^dev.assay.histories.Ratio x))
       (bigint (.denominator ^dev.assay.histories.Ratio x)))
    (instance? Map x) (into {} (for [[k v] x] [(->clojure k) (->clojure v)]))
    (instance? Set x) (into #{} (map ->clojure) x)
    (instance? List x) (mapv ->clojure x)
    :else x))

(def ^:private event-types
  {:invoke EventType/INVOKE, :ok EventType/OK, :fail EventType/FAIL, :info EventType/INFO})

(defn- add!
  "Adds an operation to the history being built, or says which one cannot be added and why."
  [^History$Builder builder position op]
  (let [{:keys [process type f value time index]} op
        event-type (or (event-types type)
                       (throw (ex-info (str "operation " position ": expected a :type of :invoke,"
                                            " :ok, :fail or :info, found " (pr-str type))
                                       {:op op})))]
    (try
      (.add builder event-type (int process) (name f) nil (->java value)
            (long (or time position)) (long (or index position)) {})
      (catch IllegalArgumentException e
        (throw (ex-info (str "operation " position ": " (.getMessage e)) {:op op} e))))))

(defn- build
  "The history in columns."
  ^History [ops]
  (let [builder (History/builder)]
    (dorun (map-indexed (partial add! builder) ops))
    (.build builder)))

(defn- completion
  "The operation as it came back, or as it was invoked when it never did."
  [^History history ops invocation]
  (let [pair (.pair history invocation)]
    (nth ops (if (= pair History/NONE) invocation pair))))

(defn- path
  "A longest legal order, as Knossos shows it: operations, each with the model after it."
  [model op-at ^LinearizabilityExplanation$Path p]
  (mapv (fn [^LinearizabilityExplanation$Step step]
          {:op    (op-at (.operation step))
           :model (assoc model :value (->clojure (.stateAfter step)))})
        (.steps p)))

(defn- config
  "Where a longest legal order ends: the model there, and the operations that cannot follow."
  [model op-at ^LinearizabilityExplanation$Path p]
  (let [steps (path model op-at p)]
    {:model   (if-let [end (peek steps)]
                (:model end)
                (assoc model :value (->clojure (.initial p))))
     :last-op (:op (peek steps))
     :pending (mapv (fn [^LinearizabilityExplanation$Rejection r] (op-at (.operation r)))
                    (.rejections p))}))

(defn- previous-ok
  "The last operation that returned before the event."
  [^History history ops event]
  (some (fn [i] (when (= EventType/OK (.type history (int i))) (nth ops i)))
        (range (dec event) -1 -1)))

(defn- refutation
  "What Knossos tells of a history that is not linearizable."
  [model ^History history ops ^Anomaly anomaly]
  (let [^LinearizabilityExplanation why (.explanation anomaly)
        op-at (partial completion history ops)
        blocked (.blocked why)
        event (.pair history blocked)]
    {:op          (op-at blocked)
     :previous-ok (previous-ok history ops (if (= event History/NONE) blocked event))
     :configs     (mapv (partial config model op-at) (.paths why))
     :final-paths (into #{} (map (partial path model op-at)) (.paths why))}))

(defn analysis
  "Checks a history of operation maps against a model, `(register)` or `(cas-register 0)`.

  Returns a map with :valid? (true, false or :unknown), :analyzer and :certified?, which tells
  whether an independent verifier accepted the evidence. When it is false also with :op (the
  operation that no order lets return), :previous-ok, :configs and :final-paths, as Knossos names
  them; when it is :unknown with :cause, a sentence.

  Options: :time-limit in seconds (60), :threads (2). Throws ex-info for what is no history."
  ([model history] (analysis model history {}))
  ([{:keys [workload value] :as model} history {:keys [time-limit threads]}]
   (let [ops (filterv (comp integer? :process) history)
         history (build ops)
         options (-> CheckOptions/DEFAULT
                     (.withInitial (->java value))
                     (.withThreads (int (or threads 2))))
         budget (Budget/of (Duration/ofMillis (long (* 1000 (or time-limit 60)))))
         ^Verdict verdict (.check (Checkers/forWorkload workload options) history budget)
         told {:analyzer  :assay
               :algorithm (.algorithm (.summary verdict))
               :certified? (and (not (instance? Verdict$Unknown verdict))
                                (.accepted (CertificateVerifier/verify history verdict options)))}]
     (merge told
            (condp instance? verdict
              Verdict$Valid   {:valid? true}
              Verdict$Unknown {:valid? :unknown, :cause (.reason ^Verdict$Unknown verdict)}
              Verdict$Invalid (assoc (refutation model history ops
                                                 (first (.anomalies ^Verdict$Invalid verdict)))
                                     :valid? false))))))
