package dev.assay.checkers.linearizability;

import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Random histories of a simulated register: operations take effect at a random moment between their
 * events, some crash before or after it, and sometimes a result is changed afterwards.
 *
 * @param operations how many are invoked at most
 * @param processes how many clients there are
 * @param values written values are below this; 0 for a new value each time
 * @param percentCas how many operations are compare-and-sets
 * @param percentCrashes how many operations crash
 * @param percentMutations how many results are changed
 */
record RandomHistories(
    int operations,
    int processes,
    int values,
    int percentCas,
    int percentCrashes,
    int percentMutations) {

  /** Shapes drawn at random, small enough for brute force. */
  static RandomHistories small(SplittableRandom random) {
    return new RandomHistories(
        2 + random.nextInt(7),
        1 + random.nextInt(4),
        random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(4),
        random.nextInt(3) * 30,
        random.nextInt(3) * 15,
        random.nextInt(3) * 10);
  }

  /** A client and its open operation. */
  private static final class Client {
    private int process;
    private @Nullable String f;
    private @Nullable Object argument;
    private boolean isDone;
    private boolean isFailed;
    private @Nullable Object result;
  }

  History history(SplittableRandom random) {
    History.Builder builder = History.builder();
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      Client client = new Client();
      client.process = i;
      clients.add(client);
    }
    Simulation simulation = new Simulation(random, builder);
    int invoked = 0;
    while (invoked < operations || clients.stream().anyMatch(c -> c.f != null)) {
      Client client = clients.get(random.nextInt(clients.size()));
      if (client.f == null) {
        if (invoked < operations) {
          simulation.invoke(client);
          invoked++;
        } else if (random.nextInt(10) == 0) {
          break;
        }
      } else if (!client.isDone && random.nextInt(2) == 0) {
        simulation.takeEffect(client);
      } else {
        simulation.complete(client, clients.size());
      }
    }
    return builder.build();
  }

  private final class Simulation {
    private final SplittableRandom random;
    private final History.Builder builder;
    private @Nullable Object register;
    private long fresh = 100;

    Simulation(SplittableRandom random, History.Builder builder) {
      this.random = random;
      this.builder = builder;
    }

    void invoke(Client client) {
      boolean isCas = random.nextInt(100) < percentCas;
      client.f = isCas ? "cas" : random.nextBoolean() ? "read" : "write";
      client.isDone = false;
      client.isFailed = false;
      client.argument =
          switch (client.f) {
            case "read" -> null;
            case "write" -> newValue();
            default -> List.of(random.nextInt(4) == 0 ? someValue() : expected(), newValue());
          };
      builder.add(EventType.INVOKE, client.process, client.f, client.argument);
    }

    void takeEffect(Client client) {
      client.isDone = true;
      client.result = client.argument;
      if ("read".equals(client.f)) {
        client.result = register;
      } else if ("write".equals(client.f)) {
        register = client.argument;
      } else {
        List<?> pair = (List<?>) Objects.requireNonNull(client.argument);
        client.isFailed = !pair.get(0).equals(register);
        register = client.isFailed ? register : pair.get(1);
      }
    }

    void complete(Client client, int processes) {
      boolean crashes = random.nextInt(100) < percentCrashes;
      if (!crashes && !client.isDone) {
        takeEffect(client);
      }
      String f = Objects.requireNonNull(client.f);
      boolean mutates = random.nextInt(100) < percentMutations;
      if (crashes) {
        if (random.nextBoolean()) {
          builder.add(EventType.INFO, client.process, f, client.argument);
        }
        client.process += processes;
      } else if (f.equals("read")) {
        Object seen = mutates ? someValue() : client.result;
        builder.add(EventType.OK, client.process, f, seen);
      } else {
        boolean isFailed = client.isFailed ^ (mutates && f.equals("cas"));
        EventType type = isFailed ? EventType.FAIL : EventType.OK;
        builder.add(type, client.process, f, client.argument);
      }
      client.f = null;
    }

    private Object newValue() {
      return values == 0 ? (Object) fresh++ : (Object) (long) random.nextInt(values);
    }

    private Object expected() {
      return register == null ? someValue() : register;
    }

    private Object someValue() {
      return values == 0 ? (Object) (100 + random.nextLong(8)) : (Object) random.nextLong(values);
    }
  }
}
