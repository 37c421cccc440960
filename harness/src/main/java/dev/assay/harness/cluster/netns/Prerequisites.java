package dev.assay.harness.cluster.netns;

import dev.assay.harness.cluster.support.HostCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What the machine must have for netns nodes. */
public final class Prerequisites {
  /** Programs, and Debian's names of the packages that have them. */
  private static final Map<String, String> PACKAGES = new LinkedHashMap<>();

  static {
    PACKAGES.put("ip", "iproute2");
    PACKAGES.put("sshd", "openssh-server");
    PACKAGES.put("unshare", "util-linux");
    PACKAGES.put("nsenter", "util-linux");
    PACKAGES.put("setsid", "util-linux");
    PACKAGES.put("pivot_root", "util-linux");
    PACKAGES.put("mount", "mount");
    PACKAGES.put("mountpoint", "util-linux");
    PACKAGES.put("hostname", "hostname");
  }

  private Prerequisites() {}

  /** What is missing and what to do about it, or nothing when all is there. */
  public static Optional<String> missing() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.of(
          "netns nodes need Linux, and this is "
              + System.getProperty("os.name")
              + "; use --nodes local");
    }
    if (!isRoot()) {
      return Optional.of(
          "netns nodes need root, and this is "
              + System.getProperty("user.name")
              + "; run with sudo, or use --nodes local");
    }
    List<String> programs = new ArrayList<>();
    TreeSet<String> packages = new TreeSet<>();
    PACKAGES.forEach(
        (program, source) -> {
          if (HostCommand.find(program).isEmpty()) {
            programs.add(program);
            packages.add(source);
          }
        });
    if (HostCommand.find("iptables-restore").isEmpty() && HostCommand.find("nft").isEmpty()) {
      programs.add("iptables");
      packages.add("iptables");
    }
    return programs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "netns nodes need "
                + String.join(", ", programs)
                + ": apt-get install "
                + String.join(" ", packages));
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      return false;
    }
  }
}
