package dev.assay.twophasecommit.client;

import dev.assay.harness.Client;
import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.client.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Sends a transaction to its own node, and to the others in turn as long as it cannot have arrived
 * anywhere. A transaction has no name by which a second one could be known for the same, so one
 * that may have arrived is never sent again: unless it only reads, nobody knows what came of it.
 */
final class TxnClient implements Client {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final String node;
  private final Transport transport;
  private final int timeoutMillis;
  private final boolean ofRegisters;

  /**
   * Sends nothing yet.
   *
   * @param node the preferred one
   * @param transport the client's own
   * @param timeoutMillis after this the outcome is told, whatever it is
   * @param ofRegisters whether transactions write registers and do not append to lists
   */
  TxnClient(String node, Transport transport, int timeoutMillis, boolean ofRegisters) {
    this.node = node;
    this.transport = transport;
    this.timeoutMillis = timeoutMillis;
    this.ofRegisters = ofRegisters;
  }

  @Override
  public CompletableFuture<Outcome> invoke(Operation operation) {
    TxnRequest request;
    try {
      request = TxnRequest.of(operation, ofRegisters);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(new Outcome.Fail(String.valueOf(e.getMessage())));
    }
    Sending sending = new Sending(request);
    sending.to(transport.nodes().indexOf(node), 0);
    return sending.outcome;
  }

  /** One transaction on its way. */
  private final class Sending {
    private final TxnRequest request;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final long deadlineNanos = transport.nowNanos() + timeoutMillis * NANOS_PER_MILLI;

    Sending(TxnRequest request) {
      this.request = request;
    }

    void to(int place, int tried) {
      List<String> nodes = transport.nodes();
      String target = nodes.get(Math.floorMod(place, nodes.size()));
      transport.exchange(
          target,
          new Transport.Request("POST", "/txn", Map.of(), request.body()),
          Math.max(1, deadlineNanos - transport.nowNanos()),
          new Transport.Callback() {
            @Override
            public void answered(Transport.Answer answer) {
              try {
                outcome.complete(request.outcome(answer));
              } catch (IOException e) {
                inDoubt(target + ": " + e.getMessage());
              } catch (RuntimeException e) {
                outcome.completeExceptionally(e);
              }
            }

            @Override
            public void failed(boolean mayHaveArrived, String why) {
              if (mayHaveArrived) {
                inDoubt(target + ": " + why);
              } else if (tried + 1 < nodes.size() && transport.nowNanos() < deadlineNanos) {
                to(place + 1, tried + 1);
              } else {
                outcome.complete(new Outcome.Fail(why));
              }
            }
          });
    }

    private void inDoubt(String why) {
      outcome.complete(request.onlyReads() ? new Outcome.Fail(why) : new Outcome.Info(why));
    }
  }

  @Override
  public String node() {
    return node;
  }

  @Override
  public void close() {
    transport.close();
  }
}
