package dev.assay.cli;

import dev.assay.simulation.Campaign;
import dev.assay.simulation.SimulationResult;
import dev.assay.simulation.SimulationResult.Failure;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What goes wrong in a campaign: the first failures get a folder each, all are counted. */
final class SimulationFailures implements Campaign.Listener {
  private static final int FOLDERS_MAX = 20;

  private final SimulationView view;
  private final SimulationFolders folders;
  private final LongFunction<List<String>> commands;
  private final Map<String, Long> counts = new TreeMap<>();
  private int written;
  private @Nullable IOException broken;

  /**
   * Nothing went wrong yet.
   *
   * @param commands what to type to run a seed again
   */
  SimulationFailures(
      SimulationView view, SimulationFolders folders, LongFunction<List<String>> commands) {
    this.view = view;
    this.folders = folders;
    this.commands = commands;
  }

  @Override
  public void failed(SimulationResult result, Failure failure) {
    counts.merge(SimulationView.word(failure.kind()) + ": " + failure.root(), 1L, Long::sum);
    long seed = result.plan().seed();
    List<String> command = commands.apply(seed);
    if (written == FOLDERS_MAX) {
      return;
    }
    written++;
    try (SimulationTrace none = SimulationTrace.none()) {
      view.failed(seed, failure, folders.write(result, command, none).folder(), command);
    } catch (IOException e) {
      broken = e;
    }
  }

  @Override
  public void undecided(SimulationResult result, String reason) {
    view.undecided(result.plan().seed(), reason);
  }

  /** How many there were of which kind and root. */
  Map<String, Long> counts() {
    return counts;
  }

  /** Throws what went wrong while folders were written. */
  void rethrow() throws IOException {
    if (broken != null) {
      throw broken;
    }
  }
}
