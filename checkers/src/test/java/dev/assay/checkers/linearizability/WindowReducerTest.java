package dev.assay.checkers.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.checkers.Budget;
import dev.assay.checkers.CheckOptions;
import dev.assay.histories.EventType;
import dev.assay.histories.History;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a violation is one, however little time there is to make it small. */
class WindowReducerTest {
  private static final int WRITES = 40;

  @ParameterizedTest
  @ValueSource(longs = {0, 60})
  void windowsAreRefuted(long seconds) throws Exception {
    History.Builder builder = History.builder();
    for (long value = 1; value <= WRITES; value++) {
      add(builder, "write", value);
    }
    add(builder, "read", 0L);
    add(builder, "write", 0L);
    History history = builder.build();
    RegisterModel model = RegisterModel.casRegister(CheckOptions.DEFAULT);
    Problem problem = Problem.of(history, ObjectSplit.of(history), 0, model);
    Engine engine = new Engine(Engine.Strategy.ALL, limit(60));
    Answer.No nobody = new Answer.No(new boolean[problem.size()], 1);
    WindowReducer.Core core = new WindowReducer(problem, engine, limit(seconds)).reduce(nobody);
    List<Object> starts = Window.starts(core.problem(), core.first());
    assertTrue(engine.refute(core.problem(), starts) >= 0, core::toString);
    assertEquals(seconds > 0, core.problem().size() < 4, core::toString);
  }

  private static void add(History.Builder builder, String f, long value) {
    builder.add(EventType.INVOKE, 0, f, value);
    builder.add(EventType.OK, 0, f, value);
  }

  private static Limit limit(long seconds) {
    return new Limit(Budget.of(Duration.ofSeconds(seconds)), new Limit.Stop());
  }
}
