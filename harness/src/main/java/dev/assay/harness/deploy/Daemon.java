package dev.assay.harness.deploy;

import dev.assay.harness.cluster.Node;
import dev.assay.harness.ssh.Session;
import dev.assay.harness.ssh.Shell;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A server process on a node, started, signalled and found again by its pid file.
 *
 * <p>The pid file has the process's start time too, so that another process that got the same
 * number later is never taken for it: nothing but what was started here is ever signalled. The
 * process carries {@code ASSAY_CLUSTER=<mark>} in its environment, runs in its own session with the
 * node's folder as working directory, and appends its output to a log file.
 *
 * <p>All methods do nothing when things are already as asked for. They may be called by many
 * threads; each is one command on the node.
 */
public final class Daemon {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /**
   * {@code alive}: whether the process runs that the pid file names; sets {@code pid}. The start
   * time is field 22 of /proc/PID/stat, counted behind the command's name, which may have spaces.
   * Zombies have ended.
   */
  private static final String FUNCTIONS =
      """
      born() {
        if [ -d /proc/self ]; then
          stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
          set -- ${stat##*) }
          case $1 in Z|X|x) ;; *) echo "${20}" ;; esac
        else
          case $(ps -o stat= -p "$1") in ''|Z*) ;; *) LC_ALL=C ps -o lstart= -p "$1" ;; esac
        fi
      }
      alive() {
        pid=; since=
        [ -f "$pidfile" ] && read -r pid since < "$pidfile"
        [ -n "$pid" ] && [ -n "$since" ] && [ "$(born "$pid")" = "$since" ]
      }
      """;

  private static final String START =
      """
      alive && exit 0
      (
        export ASSAY_CLUSTER="$mark"
        if command -v setsid >/dev/null; then exec setsid COMMAND; else exec nohup COMMAND; fi
      ) </dev/null >>"$logfile" 2>&1 &
      started=$!
      echo "$started $(born $started)" > "$pidfile.new" && mv "$pidfile.new" "$pidfile" || exit 1
      for i in 1 2 3 4 5; do
        sleep 0.04 2>/dev/null || sleep 1
        alive || { tail -n 20 "$logfile" >&2; exit 1; }
      done
      """;

  private static final String KILL =
      """
      alive || exit 0
      kill -9 "$pid"
      i=0
      while alive; do
        i=$((i + 1))
        [ $i -le 500 ] || { echo "process $pid is still there after SIGKILL" >&2; exit 1; }
        sleep 0.02 2>/dev/null || sleep 1
      done
      rm -f "$pidfile"
      """;

  /** The process may end between the look and the signal; then there is nothing to signal. */
  private static final String SIGNAL =
      """
      alive || exit 0
      kill -SIGNAL "$pid" || ! alive
      """;

  private final Node node;
  private final String name;
  private final List<String> command;
  private final String preamble;

  /** No monitor: before JDK 24 a virtual thread that waits in one keeps others from running. */
  private final ReentrantLock oneAtATime = new ReentrantLock();

  /**
   * Names a server without touching its node.
   *
   * @param name of its files: {@code name.pid} and {@code name.log} in the node's folder
   * @param mark of the cluster
   * @param command the program, as an absolute path on the node, and its arguments
   */
  public Daemon(Node node, String name, String mark, List<String> command) {
    this.node = node;
    this.name = name;
    this.command = List.copyOf(command);
    this.preamble =
        ("mark=" + Shell.quote(mark) + "\n")
            + ("pidfile=" + Shell.quote(name + ".pid") + "\n")
            + ("logfile=" + Shell.quote(name + ".log") + "\n")
            + ("cd " + Shell.quote(node.directory()) + " || exit 1\n")
            + FUNCTIONS;
  }

  /**
   * Starts the server and returns when its process runs.
   *
   * @throws IOException when it ended at once; the message has the end of its log
   */
  public void start() throws IOException {
    must("start", START.replace("COMMAND", Shell.quoteAll(command)));
  }

  /** Ends it with SIGKILL, also while paused, and returns when it is gone. */
  public void kill() throws IOException {
    must("kill", KILL);
  }

  /** Stops all its threads with SIGSTOP. Nothing happens when it does not run. */
  public void pause() throws IOException {
    must("pause", SIGNAL.replace("SIGNAL", "STOP"));
  }

  /** Lets it go on with SIGCONT. Nothing happens when it does not run. */
  public void resume() throws IOException {
    must("resume", SIGNAL.replace("SIGNAL", "CONT"));
  }

  /** Whether its process exists, be it paused. */
  public boolean isRunning() throws IOException {
    return must("look for", "alive && echo yes || echo no\n").strip().equals("yes");
  }

  /** The last lines of its log, at most 16 kB; empty when there is none. */
  public String logTail(int lines) throws IOException {
    return must(
        "read the log of",
        "[ ! -f \"$logfile\" ] || tail -n " + lines + " \"$logfile\" | tail -c 16000\n");
  }

  /** The log's absolute path on the node. */
  public String logFile() {
    return node.directory() + "/" + name + ".log";
  }

  private String must(String verb, String script) throws IOException {
    Session.ExecResult result;
    oneAtATime.lock();
    try {
      result = node.session().exec(preamble + script, TIMEOUT);
    } finally {
      oneAtATime.unlock();
    }
    if (result.exitCode() != 0) {
      throw new IOException(
          "%s: cannot %s %s: %s".formatted(node.name(), verb, name, result.err().strip()));
    }
    return result.out();
  }
}
