package dev.assay.harness.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended. The verdict is not here: checking starts from the folder.
 *
 * @param ending whether the run did all it should
 * @param failure what was wrong, as sentences for people; null unless {@code ending} is {@code
 *     FAILED}
 * @param warnings what went wrong besides, in its order
 * @param folder the run's folder with {@code test.json}, {@code history.jsonl} and a folder of logs
 *     a node
 * @param ok how many client operations happened, those of recovery and the end included
 * @param fail how many did not
 * @param info of how many nobody knows
 * @param ran how long operations and faults went on
 */
public record RunResult(
    Ending ending,
    @Nullable String failure,
    List<String> warnings,
    Path folder,
    long ok,
    long fail,
    long info,
    Duration ran) {

  /** How far a run came. In each case its history, maybe empty, is in the folder. */
  public enum Ending {
    /** All phases were done. */
    COMPLETED,
    /** Somebody stopped it before its end. */
    STOPPED,
    /** It could not begin or not go on. */
    FAILED
  }
}
