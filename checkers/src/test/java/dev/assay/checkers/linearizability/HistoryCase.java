package dev.assay.checkers.linearizability;

import dev.assay.checkers.CheckOptions;
import dev.assay.checkers.CheckOptions.FailedCas;
import dev.assay.checkers.CheckOptions.NilRead;
import dev.assay.checkers.property.Property;
import dev.assay.histories.History;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A small history of one register and how to read it. */
record HistoryCase(History history, CheckOptions options) {
  /** Random ones; made small by taking operations away. */
  static final Property<HistoryCase> PROPERTY =
      new Property<>(HistoryCase::random, HistoryCase::smaller);

  private static HistoryCase random(SplittableRandom random) {
    CheckOptions options =
        CheckOptions.DEFAULT
            .withInitial(random.nextInt(3) == 0 ? (Object) 0L : null)
            .withNilRead(NilRead.values()[random.nextInt(3)])
            .withFailedCas(FailedCas.values()[random.nextInt(2)]);
    return new HistoryCase(RandomHistories.small(random).history(random), options);
  }

  RegisterModel model() {
    return RegisterModel.casRegister(options);
  }

  private List<HistoryCase> smaller() {
    List<HistoryCase> cases = new ArrayList<>();
    for (int event = 0; event < history.size(); event++) {
      if (history.isClientInvocation(event)) {
        cases.add(new HistoryCase(without(event), options));
      }
    }
    return cases;
  }

  private History without(int invocation) {
    History.Builder builder = History.builder();
    for (int e = 0; e < history.size(); e++) {
      if (e != invocation && e != history.pair(invocation)) {
        builder.add(history.type(e), history.process(e), history.f(e), history.value(e));
      }
    }
    return builder.build();
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(options.toString());
    for (int e = 0; e < history.size(); e++) {
      out.append('\n').append(e).append(": process ").append(history.process(e)).append(' ');
      out.append(history.type(e)).append(' ').append(history.f(e)).append(' ');
      out.append(history.value(e));
    }
    return out.toString();
  }
}
