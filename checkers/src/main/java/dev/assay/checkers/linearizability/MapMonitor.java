package dev.assay.checkers.linearizability;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.CheckOptions.NilRead;
import dev.assay.checkers.linearizability.models.MapModel;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides one key of a map: it is a register that holds nil where the key is absent, so a remove
 * writes nil and the {@link RegisterMonitor} decides.
 */
final class MapMonitor implements Monitor {
  @Override
  public String name() {
    return "zones";
  }

  @Override
  public @Nullable Answer decide(Problem problem) {
    if (problem.size() == 0) {
      return new Answer.Yes(new int[0]);
    }
    Object key = MapModel.key(problem.action(0));
    OpClasses kinds = new OpClasses(problem.kinds().values());
    int[] classes = new int[problem.size()];
    for (int op = 0; op < classes.length; op++) {
      Action action = problem.action(op);
      if (!MapModel.key(action).equals(key)) {
        return null;
      }
      classes[op] = kinds.classOf(onRegister(action));
    }
    Object initial = ((Map<?, ?>) problem.model().initial()).get(key);
    RegisterModel register =
        RegisterModel.casRegister(
            CheckOptions.DEFAULT.withInitial(initial).withNilRead(NilRead.VALUE));
    Problem one =
        new Problem(
            register,
            kinds,
            problem.invocations(),
            problem.inv(),
            problem.ret(),
            classes,
            problem.positions());
    return new RegisterMonitor(register).decide(one);
  }

  private static Action onRegister(Action action) {
    return switch (action.f()) {
      case "get" -> new Action("read", null, action.result(), action.outcome());
      case "put" -> new Action("write", MapModel.part(action, 1), null, action.outcome());
      case "remove" -> new Action("write", null, null, action.outcome());
      default ->
          new Action(
              "cas",
              Arrays.asList(MapModel.part(action, 1), MapModel.part(action, 2)),
              null,
              action.outcome());
    };
  }
}
