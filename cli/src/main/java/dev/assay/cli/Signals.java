package dev.assay.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Hears Ctrl-C and the polite ways of ending a process.
 *
 * <p>Java's own answer to them, shutdown hooks, can neither let the program go on to its regular
 * end nor hear a second Ctrl-C. {@code sun.misc.Signal} can; it is in every JDK ({@code
 * jdk.unsupported}) but javac warns of it always, so it is called by reflection.
 */
final class Signals {
  private Signals() {}

  /**
   * Calls the listener on a thread of its own with 1 for the first signal, 2 for the second …
   *
   * @return whether it will; where not, Java's shutdown hooks must do
   */
  static boolean listen(IntConsumer listener) {
    AtomicInteger count = new AtomicInteger();
    Runnable heard = () -> listener.accept(count.incrementAndGet());
    boolean all = true;
    for (String name : new String[] {"INT", "TERM", "HUP"}) {
      all &= listen(name, heard);
    }
    return all;
  }

  private static boolean listen(String name, Runnable heard) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler call =
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              heard.run();
              return null;
            }
            return method.invoke(heard, arguments);
          };
      Object proxy =
          Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, call);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      return true;
    } catch (ReflectiveOperationException e) {
      // No such class in this JVM, or the signal is not ours (java -Xrs): shutdown hooks must do.
      return false;
    }
  }
}
