package dev.assay.harness.run;

import dev.assay.harness.Strike;
import dev.assay.harness.Workload;
import dev.assay.harness.cluster.Node;
import dev.assay.harness.generator.Seeds;
import dev.assay.harness.run.RunResult.Ending;
import dev.assay.histories.format.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** One run, from its first file to the end of its last thread; works on a thread of its own. */
final class Run implements RunHandle {
  private static final Duration THREADS_END = Duration.ofSeconds(5);

  private final TestPlan plan;
  private final EventLog.Source logs;
  private final Announcer announcer;
  private final StopSignal stop = new StopSignal();

  /** A violation was found, so there is no need to go on. */
  private final StopSignal enough = new StopSignal();

  private final Tasks tasks = new Tasks();
  private final CompletableFuture<RunResult> result = new CompletableFuture<>();
  private final RunFolder folder;
  private @Nullable Recorder recorder;
  private @Nullable Trial trial;

  Run(TestPlan plan, RunListener listener, EventLog.Source logs) {
    this.plan = plan;
    this.logs = logs;
    this.folder = new RunFolder(plan.folder(), plan.system().name(), Instant.now());
    this.announcer = new Announcer(listener);
  }

  @Override
  public void stop() {
    stop.raise();
  }

  @Override
  public RunResult await() throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the thread of the run died", e.getCause());
    }
  }

  /** Does everything, and tells {@link #await}. */
  void execute() {
    try {
      result.complete(toEnd());
    } catch (Throwable e) {
      result.completeExceptionally(e);
      throw e;
    }
  }

  private RunResult toEnd() {
    String failure = null;
    try {
      recordAll();
    } catch (RunFailure e) {
      failure = Words.of(e);
    } catch (RuntimeException | LinkageError e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      failure = "an unexpected error, which is a defect of Assay or of a plug-in:\n" + trace;
    }
    announcer.close();
    if (!tasks.end(THREADS_END)) {
      announcer.warning("a thread of the run still hangs: some client or node does not let go");
    }
    return result(failure);
  }

  private void recordAll() throws RunFailure {
    try {
      Files.createDirectories(folder.path());
      TestJson.write(plan, folder, null, List.of());
    } catch (IOException e) {
      throw new RunFailure(
          "the run's folder " + folder.path() + " cannot be written: " + Words.of(e), e);
    }
    Path file = folder.history();
    Workload workload = workload();
    try (EventLog log = watched(logs.open(file), workload)) {
      recorder = new Recorder(log);
      deploy(recorder, workload);
    } catch (IOException e) {
      throw new RunFailure("the history " + file + " cannot be written: " + Words.of(e), e);
    }
  }

  private EventLog watched(EventLog log, Workload workload) {
    if (!plan.stopAtFirstViolation()) {
      return log;
    }
    LiveCheck live =
        new LiveCheck(
            workload.checker().online(), enough, announcer::violation, announcer::warning);
    tasks.begin(live::work);
    return live.watch(log);
  }

  private void deploy(Recorder events, Workload workload) throws RunFailure {
    announcer.phase(Phase.CLUSTER, plan.limits().setUp());
    Deployment deployment = Deployment.open(plan, tasks, stop);
    boolean isInstalled = false;
    try {
      List<Strike> strikes = draw(deployment);
      announcer.phase(Phase.INSTALL, plan.limits().setUp());
      deployment.install();
      isInstalled = true;
      announcer.phase(Phase.START, plan.limits().setUp());
      deployment.start();
      Trial begun =
          new Trial(plan, workload, strikes, deployment, events, announcer, tasks, stop, enough);
      trial = begun;
      begun.go();
    } finally {
      tearDown(deployment, isInstalled);
    }
  }

  private Workload workload() throws RunFailure {
    try {
      return plan.workload().create(plan.workloadOptions(), Seeds.fork(plan.seed(), "workload"));
    } catch (IllegalArgumentException e) {
      throw new RunFailure(Words.of(e), e);
    }
  }

  private List<Strike> draw(Deployment deployment) throws RunFailure {
    List<String> names = deployment.nodes().stream().map(Node::name).toList();
    try {
      List<Strike> strikes =
          plan.nemesis()
              .strikes(names, plan.load().timeLimit(), Seeds.random(plan.seed(), "nemesis"));
      TestJson.write(plan, folder, deployment.cluster, strikes);
      return strikes;
    } catch (IllegalArgumentException e) {
      throw new RunFailure("no faults can be drawn: " + Words.of(e), e);
    } catch (IOException e) {
      throw new RunFailure("test.json cannot be written: " + Words.of(e), e);
    }
  }

  private void tearDown(Deployment deployment, boolean isInstalled) {
    Duration limit = plan.limits().tearDown();
    announcer.phase(Phase.STOP, limit);
    deployment.stopServers().forEach(announcer::warning);
    if (isInstalled) {
      announcer.phase(Phase.LOGS, limit);
      deployment.fetchLogs(folder).forEach(announcer::warning);
    }
    announcer.phase(Phase.CLOSE, limit);
    deployment.close().forEach(announcer::warning);
  }

  private RunResult result(@Nullable String failure) {
    Recorder events = recorder;
    Trial begun = trial;
    boolean isLogged = events == null || events.failure() == null;
    boolean isComplete = begun != null && begun.isComplete();
    Ending ending = isComplete ? Ending.COMPLETED : Ending.STOPPED;
    if (failure != null && !(stop.isRaised() && isLogged)) {
      ending = Ending.FAILED;
    }
    return new RunResult(
        ending,
        ending == Ending.FAILED ? failure : null,
        announcer.warnings(),
        plan.folder(),
        events == null ? 0 : events.okCount(),
        events == null ? 0 : events.failCount(),
        events == null ? 0 : events.infoCount(),
        begun == null ? Duration.ZERO : begun.ran());
  }
}
