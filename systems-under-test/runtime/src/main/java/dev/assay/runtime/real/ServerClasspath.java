package dev.assay.runtime.real;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.compression.ZlibWrapper;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.resolver.AddressResolver;
import io.netty.util.concurrent.EventExecutor;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;

/** The jars (or folders of classes) that a machine needs to run a program on {@link RealHost}. */
public final class ServerClasspath {
  /** One class of each jar. */
  private static final List<Class<?>> MARKERS =
      List.of(
          RealHost.class,
          EventExecutor.class,
          ByteBuf.class,
          AddressResolver.class,
          Channel.class,
          DomainSocketAddress.class,
          ByteToMessageDecoder.class,
          ZlibWrapper.class,
          FlowControlHandler.class,
          HttpServerCodec.class);

  private ServerClasspath() {}

  /**
   * Where this process itself has the runtime from, and the given class of the program.
   *
   * @throws IllegalStateException when a class does not come from a file
   */
  public static List<Path> files(Class<?> program) {
    List<Path> files = new ArrayList<>();
    files.add(fileOf(program));
    MARKERS.forEach(marker -> files.add(fileOf(marker)));
    return files.stream().distinct().toList();
  }

  private static Path fileOf(Class<?> marker) {
    CodeSource source = marker.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      throw new IllegalStateException("cannot tell which jar " + marker.getName() + " is from");
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException | IllegalArgumentException notFile) {
      throw new IllegalStateException(
          marker.getName() + " is not from a file: " + source.getLocation(), notFile);
    }
  }
}
