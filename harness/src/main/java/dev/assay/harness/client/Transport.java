package dev.assay.harness.client;

import java.util.List;
import java.util.Map;

/**
 * The world of a client that speaks HTTP: requests, time and timers, over sockets or in a
 * simulator.
 *
 * <p>Nothing blocks. For a client with one operation open at a time: it waits either for one
 * exchange or for one timer, and callbacks come one after the other.
 */
public interface Transport extends AutoCloseable {
  /** All nodes, in a fixed order. */
  List<String> nodes();

  /** Never goes back; only differences mean anything. */
  long nowNanos();

  /** Runs the task once the delay has passed, never before this method returns. */
  void schedule(long delayNanos, Runnable task);

  /**
   * Sends a request and tells what comes of it, once, and never before this method returns.
   *
   * @throws IllegalArgumentException when there is no such node
   */
  void exchange(String node, Request request, long timeoutNanos, Callback callback);

  /** Gives up what is open, whose callbacks may be lost. */
  @Override
  void close();

  /**
   * A request.
   *
   * @param target path and query, encoded
   */
  @SuppressWarnings("ArrayRecordComponent") // Requests are never compared.
  record Request(String method, String target, Map<String, String> headers, byte[] body) {}

  /** An answer; the body is UTF-8. */
  record Answer(int status, String body) {}

  /** Hears what comes of a request. */
  interface Callback {
    void answered(Answer answer);

    /**
     * There is no answer, or none that can be read, in time.
     *
     * @param mayHaveArrived false only when the server cannot have seen the request
     */
    void failed(boolean mayHaveArrived, String why);
  }
}
