package dev.assay.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;

/** Where the log of the harness and of the libraries under it goes: never to the terminal. */
final class Logs {
  private static final String FORMAT = "%1$tFT%1$tT.%1$tL %4$s %3$s: %5$s%6$s%n";

  private Logs() {}

  /** Nothing is logged. */
  static void quiet() {
    LogManager.getLogManager().reset();
  }

  /** Everything from {@code INFO} on is written to the file from now on. */
  static void writeTo(Path file) throws IOException {
    quiet();
    // Read once, when the first formatter is made.
    System.setProperty("java.util.logging.SimpleFormatter.format", FORMAT);
    Handler handler = new AtOnce(Files.newOutputStream(file));
    handler.setLevel(Level.INFO);
    Logger.getLogger("").addHandler(handler);
  }

  /** Every line is in the file as soon as it is logged: the process may be killed. */
  private static final class AtOnce extends StreamHandler {
    AtOnce(OutputStream out) {
      super(out, new SimpleFormatter());
    }

    @Override
    public synchronized void publish(LogRecord line) {
      super.publish(line);
      flush();
    }
  }
}
