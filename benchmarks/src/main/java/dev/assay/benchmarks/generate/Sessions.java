package dev.assay.benchmarks.generate;

import java.io.IOException;
import java.util.SplittableRandom;

/** Processes that invoke and complete operations in random order, each one at a time. */
final class Sessions {
  private final Shape shape;
  private final Database database;
  private final EdnLines lines;
  private final SplittableRandom random;

  /** The process number of each session: a new one after an info. */
  private final int[] process;

  private final boolean[] isOpen;

  Sessions(Shape shape, Database database, EdnLines lines) {
    this.shape = shape;
    this.database = database;
    this.lines = lines;
    random = new SplittableRandom(shape.seed);
    process = new int[shape.processes];
    isOpen = new boolean[shape.processes];
    for (int i = 0; i < process.length; i++) {
      process[i] = i;
    }
  }

  void run() throws IOException {
    int invoked = 0;
    int completed = 0;
    int stale = 0;
    while (completed < shape.count) {
      int session = random.nextInt(shape.processes);
      if (!isOpen[session]) {
        if (invoked < shape.count) {
          invoke(session);
          invoked++;
        }
        continue;
      }
      boolean isStale = (long) (completed + 1) * shape.stale / shape.count > stale;
      stale += isStale ? 1 : 0;
      complete(session, isStale);
      completed++;
    }
  }

  private void invoke(int session) throws IOException {
    database.draw(session, random);
    isOpen[session] = true;
    database.appendRequest(session, lines.begin("invoke", process[session], database.f(session)));
    lines.end();
  }

  private void complete(int session, boolean isStale) throws IOException {
    isOpen[session] = false;
    if (random.nextInt(100) < shape.infoPercent) {
      if (random.nextBoolean()) {
        database.apply(session);
      }
      database.appendRequest(session, lines.begin("info", process[session], database.f(session)));
      lines.end();
      process[session] += shape.processes;
      return;
    }
    if (database.fails(session)) {
      database.appendRequest(session, lines.begin("fail", process[session], database.f(session)));
      lines.end();
      return;
    }
    database.appendAnswer(
        session, isStale, lines.begin("ok", process[session], database.f(session)));
    if (shape.timestamps) {
      lines.timestamps();
    }
    lines.end();
  }
}
