package dev.assay.harness.memory;

import dev.assay.harness.Client;
import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.PlantedBug;
import dev.assay.harness.SystemProvider;
import dev.assay.harness.SystemUnderTest;
import dev.assay.harness.cluster.Cluster;
import dev.assay.harness.cluster.Node;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Registers in one map under one lock, so linearizable, unless {@link #staleReads} says that reads
 * may give what a register held before its last write. A node that was killed or paused refuses or
 * does not answer.
 */
public final class MemorySystem implements SystemProvider, SystemUnderTest {
  private final Map<Object, Object> registers = new HashMap<>();
  private final Map<Object, Object> before = new HashMap<>();
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final Set<String> paused = ConcurrentHashMap.newKeySet();
  private final SplittableRandom random;

  public volatile boolean staleReads;

  /** Share of operations that happen but whose answer gets lost. */
  public volatile double lostAcks;

  /** Share of operations that fail without happening. */
  public volatile double failures;

  public volatile long delayMicrosMax = 200;

  /** The client blocks its caller in {@code invoke} while its node is paused. */
  public volatile boolean blocksWhilePaused;

  /** A node whose installation fails, or which never becomes ready. */
  public volatile @Nullable String brokenInstall;

  public volatile @Nullable String neverReady;
  public volatile boolean hangsInStart;

  /** Once they were all killed, servers never come up again. */
  public volatile boolean staysDead;

  public final AtomicInteger openClients = new AtomicInteger();
  public final AtomicInteger starts = new AtomicInteger();

  public MemorySystem(long seed) {
    random = new SplittableRandom(seed);
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String description() {
    return "registers in memory";
  }

  @Override
  public String claims() {
    return "linearizable";
  }

  @Override
  public List<String> workloads() {
    return List.of("cas-register");
  }

  @Override
  public List<PlantedBug> bugs() {
    return List.of();
  }

  @Override
  public Map<String, String> options() {
    return Map.of();
  }

  @Override
  public SystemUnderTest create(Cluster cluster, SystemConfig config) {
    return this;
  }

  @Override
  public void install(Node node) throws IOException {
    if (node.name().equals(brokenInstall)) {
      throw new IOException("no space left on device");
    }
  }

  @Override
  public void start(Node node) throws IOException {
    if (hangsInStart) {
      hang();
    }
    if (staysDead && starts.get() >= 5) {
      throw new IOException("it does not come up again");
    }
    if (running.add(node.name())) {
      starts.incrementAndGet();
    }
  }

  @Override
  public void kill(Node node) {
    running.remove(node.name());
    paused.remove(node.name());
  }

  @Override
  public void pause(Node node) {
    paused.add(node.name());
  }

  @Override
  public void resume(Node node) {
    paused.remove(node.name());
  }

  @Override
  public void awaitReady(Duration timeout) throws IOException {
    String node = neverReady;
    if (node != null) {
      throw new IOException(node + " does not answer; its log ends with: port 7000 is taken");
    }
  }

  @Override
  public Optional<Node> leader() {
    return Optional.empty();
  }

  @Override
  public List<String> logFiles(Node node) {
    return List.of("/var/log/server.log", "/other/server.log");
  }

  public Set<String> running() {
    return running;
  }

  public Set<String> paused() {
    return paused;
  }

  @Override
  public Client client(Node node, int process) {
    openClients.incrementAndGet();
    return new MemoryClient(node.name());
  }

  private final class MemoryClient implements Client {
    private final String node;
    private boolean isOpen = true;

    MemoryClient(String node) {
      this.node = node;
    }

    @Override
    public CompletableFuture<Outcome> invoke(Operation operation) {
      if (!running.contains(node)) {
        return CompletableFuture.completedFuture(new Outcome.Fail("connection refused"));
      }
      if (paused.contains(node)) {
        if (blocksWhilePaused) {
          hang();
        }
        return new CompletableFuture<>();
      }
      CompletableFuture<Outcome> answer = new CompletableFuture<>();
      long delayBefore = delayMicros();
      long delayAfter = delayMicros();
      CompletableFuture.delayedExecutor(delayBefore, TimeUnit.MICROSECONDS)
          .execute(
              () -> {
                Outcome outcome = serve(operation);
                if (outcome != null) {
                  CompletableFuture.delayedExecutor(delayAfter, TimeUnit.MICROSECONDS)
                      .execute(() -> answer.complete(outcome));
                }
              });
      return answer;
    }

    @Override
    public String node() {
      return node;
    }

    @Override
    public void close() {
      if (isOpen) {
        isOpen = false;
        openClients.decrementAndGet();
      }
    }
  }

  /** What the client hears; null when the answer is lost. */
  private @Nullable Outcome serve(Operation operation) {
    synchronized (registers) {
      if (random.nextDouble() < failures) {
        return new Outcome.Fail("try again");
      }
      Outcome outcome = apply(operation);
      return random.nextDouble() < lostAcks ? null : outcome;
    }
  }

  private Outcome apply(Operation operation) {
    Object key = String.valueOf(operation.key());
    Object now = registers.get(key);
    Object value = operation.value();
    if (operation.f().equals("read")) {
      boolean isStale = staleReads && random.nextInt(10) == 0;
      return new Outcome.Ok(isStale ? before.get(key) : now);
    }
    if (value instanceof List<?> fromTo) {
      if (!fromTo.get(0).equals(now)) {
        return new Outcome.Fail("it was " + now);
      }
      write(key, fromTo.get(1));
      return new Outcome.Ok(value);
    }
    write(key, value);
    return new Outcome.Ok(value);
  }

  private void write(Object key, @Nullable Object value) {
    Object last = registers.put(key, value);
    if (last != null) {
      before.put(key, last);
    }
  }

  private long delayMicros() {
    synchronized (registers) {
      return 1 + random.nextLong(delayMicrosMax);
    }
  }

  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
