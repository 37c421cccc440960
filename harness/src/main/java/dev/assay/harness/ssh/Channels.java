package dev.assay.harness.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import org.jspecify.annotations.Nullable;

/** Channels of a connection that may be breaking at this moment. */
final class Channels {
  private Channels() {}

  /** Makes a channel that is still to be connected. */
  static Channel open(Session session, String type) throws JSchException {
    @Nullable Channel channel = session.openChannel(type);
    if (channel == null) {
      // The library's answer, as of 2.28, while another thread takes the connection down.
      throw new JSchException("session is down");
    }
    return channel;
  }
}
