package dev.assay.harness.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.harness.cluster.support.Folders;
import dev.assay.harness.cluster.support.Mark;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The clusters of this user, one folder each, named by mark. A cluster is written down before
 * anything of it is created and struck off when all of it is gone.
 *
 * <p>The folder also holds the cluster's key and known hosts, so that a person can log in.
 */
public final class Registry {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private static final String FILE = "cluster.json";

  private final Path folder;

  /**
   * @param stateFolder Assay's folder of state, such as {@code ~/.local/state/assay}
   */
  public Registry(Path stateFolder) {
    this.folder = stateFolder.resolve("clusters");
  }

  /** The cluster's own folder, which exists from {@link #write} to {@link #remove}. */
  public Path folder(String mark) {
    if (!Mark.isMark(mark)) {
      throw new IllegalArgumentException("expected the mark of a cluster, found: " + mark);
    }
    return folder.resolve(mark);
  }

  /** Writes the record down, or anew, all of it or nothing. */
  public void write(ClusterRecord record) throws IOException {
    Path own = folder(record.mark());
    Folders.createPrivate(own);
    Path draft = own.resolve(FILE + ".new");
    Files.write(draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(record));
    Files.move(
        draft,
        own.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  public void remove(String mark) throws IOException {
    Folders.delete(folder(mark));
  }

  public Optional<ClusterRecord> find(String mark) throws IOException {
    Path file = folder(mark).resolve(FILE);
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), ClusterRecord.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IOException(
          "expected the description of a cluster in " + file + ", found: " + e.getMessage(), e);
    }
  }

  /** All clusters, the oldest first. */
  public List<ClusterRecord> list() throws IOException {
    List<ClusterRecord> records = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder)) {
        for (Path each : folders) {
          String name = String.valueOf(each.getFileName());
          if (Mark.isMark(name)) {
            find(name).ifPresent(records::add);
          }
        }
      }
    }
    records.sort(Comparator.comparing(ClusterRecord::created));
    return records;
  }
}
