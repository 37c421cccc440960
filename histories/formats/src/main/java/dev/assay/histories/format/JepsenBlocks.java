package dev.assay.histories.format;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.fressian.FressianReader;
import org.fressian.TaggedObject;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a {@code test.jepsen} file. Integers are big-endian.
 *
 * <pre>
 * file   "JEPSEN" version(4) index-offset(8) block …
 * block  length(8, all of the block) crc32(4, of the data, then the header with 0 here) type(2)
 *        zeros(14) data
 * types  1 index: root-id(4) (id(4) offset(8))…      2 Fressian: one value
 *        3 partial map: rest-id(4), Fressian map     4 Fressian stream: values to its end
 *        5 big vector: count(8) (first-index(8) block-id(4))…
 * </pre>
 *
 * <p>The documentation of jepsen.store.format gives the type 16 bits and its code 16 bytes: the
 * code is what writes the files.
 *
 * <p>Jepsen writes the index anew with each chunk of 16,384 operations, and the header of a chunk
 * when it is full. A run that was killed leaves a last chunk that no index names and that has no
 * header yet; {@link #recover} reads it.
 *
 * <p>The whole file is held in memory: it must be smaller than 2 GiB.
 */
final class JepsenBlocks {
  static final String MAGIC = "JEPSEN";

  private static final int VERSION_MAX = 1;
  private static final int FILE_HEADER_BYTES = MAGIC.length() + 4 + 8;
  private static final int BLOCK_HEADER_BYTES = 8 + 4 + 16;
  private static final int INDEX = 1;
  private static final int FRESSIAN = 2;
  private static final int PARTIAL_MAP = 3;
  private static final int STREAM = 4;
  private static final int BIG_VECTOR = 5;

  /** Vectors of vectors; Jepsen itself writes one level. */
  private static final int NESTING_MAX = 8;

  private final String source;
  private final ByteBuffer file;
  private final Map<Integer, Long> offsetOf = new HashMap<>();
  private int root;

  private JepsenBlocks(String source, ByteBuffer file) {
    this.source = source;
    this.file = file;
  }

  /** A value that Fressian has no type of its own for. */
  record Tag(String name, List<?> parts) {
    static @Nullable Tag of(@Nullable Object value) {
      return value instanceof TaggedObject tagged
          ? new Tag(
              String.valueOf(tagged.getTag()),
              Arrays.asList((@Nullable Object[]) tagged.getValue()))
          : null;
    }
  }

  /** Receives the operations of the history in order. */
  interface OperationVisitor {
    void visit(long position, @Nullable Object operation) throws HistoryFormatException;
  }

  /** Reads the file, without understanding anything of it. */
  static JepsenBlocks read(ByteInput in) throws IOException, HistoryFormatException {
    ByteArrayOutputStream all = new ByteArrayOutputStream(1 << 16);
    for (int b = in.next(); b >= 0; b = in.next()) {
      if (all.size() == Integer.MAX_VALUE - 16) {
        throw in.error("expected a file below 2 GiB; use the history.edn beside it");
      }
      all.write(b);
    }
    return new JepsenBlocks(in.source(), ByteBuffer.wrap(all.toByteArray()));
  }

  private void readIndex() throws HistoryFormatException {
    if (file.limit() < FILE_HEADER_BYTES) {
      throw error("expected the header of a Jepsen file, found the end");
    }
    int version = file.getInt(MAGIC.length());
    if (version < 0 || version > VERSION_MAX) {
      throw error("expected version 0 or 1 of Jepsen's format, found " + version);
    }
    long at = file.getLong(MAGIC.length() + 4);
    if (at == 0) {
      throw error("expected an index of blocks, found none: the run ended before it saved any");
    }
    Block block = block(at, "the index");
    if (block.type() != INDEX) {
      throw error("expected an index at byte " + at + ", found a block of type " + block.type());
    }
    ByteBuffer data = block.data();
    require(data, 4, "an index");
    root = data.getInt();
    while (data.remaining() >= 12) {
      int id = data.getInt();
      offsetOf.put(id, data.getLong());
    }
  }

  /**
   * Visits the operations of the history that the index names.
   *
   * @throws HistoryFormatException where the file is damaged or holds no history
   */
  void forEachOperation(OperationVisitor visitor) throws HistoryFormatException {
    readIndex();
    Tag reference = Tag.of(rootField("history"));
    if (reference == null
        || !reference.name().equals("block-ref")
        || !(reference.parts().get(0) instanceof Number id)) {
      throw error("expected a test map with a :history, found none");
    }
    visitBlock(id.intValue(), 0, new Counter(visitor));
  }

  /**
   * How many bytes at the end belong to no whole block: a chunk that was never sealed, or damage.
   */
  int looseBytes() {
    int at = FILE_HEADER_BYTES;
    while (isWhole(at)) {
      at += (int) file.getLong(at);
    }
    return Math.max(0, file.limit() - at);
  }

  /**
   * Visits the operations of all chunks in the order of the file, without any index; at last those
   * of a chunk that was never sealed, which nothing protects against damage but that they are read
   * up to the first that is no operation. Jepsen writes nothing but histories as chunks.
   */
  void recover(OperationVisitor visitor) throws HistoryFormatException {
    Counter counter = new Counter(visitor);
    int at = FILE_HEADER_BYTES;
    for (; isWhole(at); at += (int) file.getLong(at)) {
      Block block = block(at, "a block");
      if (block.type() == STREAM) {
        for (Object operation : values(block.data(), Integer.MAX_VALUE)) {
          counter.visit(operation);
        }
      }
    }
    int from = at + BLOCK_HEADER_BYTES;
    if (from < file.limit() && file.getLong(at) == 0) {
      for (Object operation : unsealed(file.slice(from, file.limit() - from))) {
        counter.visit(operation);
      }
    }
  }

  private boolean isWhole(int at) {
    if (at > file.limit() - BLOCK_HEADER_BYTES) {
      return false;
    }
    long length = file.getLong(at);
    return length >= BLOCK_HEADER_BYTES
        && length <= file.limit() - at
        && file.getInt(at + 8) == checksum(at, (int) length);
  }

  /** The operations at the beginning of a chunk that may end anywhere. */
  private static List<@Nullable Object> unsealed(ByteBuffer data) {
    List<@Nullable Object> operations = new ArrayList<>();
    try (FressianReader reader = new FressianReader(stream(data), null, false)) {
      while (true) {
        Object value = reader.readObject();
        if (Tag.of(value) == null && !(value instanceof Map<?, ?>)) {
          return operations;
        }
        operations.add(value);
      }
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return operations; // cut off in the middle of an operation, as killed writers leave it
    }
  }

  private static ByteArrayInputStream stream(ByteBuffer data) {
    return new ByteArrayInputStream(
        data.array(), data.arrayOffset() + data.position(), data.remaining());
  }

  private static final class Counter {
    private final OperationVisitor visitor;
    private final Set<Integer> blocks = new HashSet<>();
    private long position;

    Counter(OperationVisitor visitor) {
      this.visitor = visitor;
    }

    void visit(@Nullable Object operation) throws HistoryFormatException {
      visitor.visit(++position, operation);
    }
  }

  /** A field of the test map, whose cells form a chain. */
  private @Nullable Object rootField(String name) throws HistoryFormatException {
    int id = root;
    for (int cells = 0; id != 0 && cells <= offsetOf.size(); cells++) {
      Block block = block(id);
      ByteBuffer data = block.data();
      int rest = 0;
      if (block.type() == PARTIAL_MAP) {
        require(data, 4, "a part of a map");
        rest = data.getInt();
      } else if (block.type() != FRESSIAN) {
        throw error("expected a map as the test, found a block of type " + block.type());
      }
      if (values(data, 1).get(0) instanceof Map<?, ?> map) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          if (FressianValues.isKeyword(entry.getKey(), name)) {
            return entry.getValue();
          }
        }
      }
      id = rest;
    }
    return null;
  }

  private void require(ByteBuffer data, int bytes, String what) throws HistoryFormatException {
    if (data.remaining() < bytes) {
      throw error(
          "expected " + what + " of at least " + bytes + " bytes, found " + data.remaining());
    }
  }

  private void visitBlock(int id, int depth, Counter counter) throws HistoryFormatException {
    if (depth > NESTING_MAX) {
      throw error("expected a history of blocks, found blocks within blocks without end");
    }
    if (!counter.blocks.add(id)) {
      throw error("expected each block once in the history, found block " + id + " again");
    }
    Block block = block(id);
    ByteBuffer data = block.data();
    switch (block.type()) {
      case BIG_VECTOR -> {
        require(data, 8, "a vector of blocks");
        long count = data.getLong();
        while (data.remaining() >= 12) {
          data.getLong();
          visitBlock(data.getInt(), depth + 1, counter);
        }
        if (depth == 0 && counter.position != count) {
          throw error("expected " + count + " operations, found " + counter.position);
        }
      }
      case STREAM -> {
        for (Object operation : values(data, Integer.MAX_VALUE)) {
          counter.visit(operation);
        }
      }
      case FRESSIAN -> {
        List<?> list = FressianValues.elements(values(data, 1).get(0));
        if (list == null) {
          throw error("expected a list of operations in block " + id + ", found something else");
        }
        for (Object operation : list) {
          counter.visit(operation);
        }
      }
      default -> throw error("expected operations in block " + id + ", type " + block.type());
    }
  }

  /** Decodes Fressian values; what cannot be decoded though its checksum is right is refused. */
  private List<@Nullable Object> values(ByteBuffer data, int max) throws HistoryFormatException {
    List<@Nullable Object> values = new ArrayList<>();
    try (FressianReader reader = new FressianReader(stream(data), null, false)) {
      while (values.size() < max) {
        values.add(reader.readObject());
      }
    } catch (EOFException e) {
      if (max == 1 && values.isEmpty()) {
        throw error("expected a value in Fressian, found the end of its block");
      }
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      // Fressian's reader believes every length: a damaged one may ask for more than there is.
      throw error("expected a value in Fressian, found what cannot be decoded: " + e);
    }
    return values;
  }

  private record Block(int type, ByteBuffer data) {}

  private Block block(int id) throws HistoryFormatException {
    Long offset = offsetOf.get(id);
    if (offset == null) {
      throw error("expected block " + id + ", found no such block in the index");
    }
    return block(offset, "block " + id);
  }

  private Block block(long offset, String what) throws HistoryFormatException {
    if (offset < FILE_HEADER_BYTES || offset > file.limit() - BLOCK_HEADER_BYTES) {
      throw error("expected " + what + " at byte " + offset + ", found the end: it was cut off");
    }
    int at = (int) offset;
    long length = file.getLong(at);
    if (length < BLOCK_HEADER_BYTES || length > file.limit() - at) {
      throw error(
          what + " at byte " + offset + ": expected its " + length + " bytes, found the end");
    }
    if (file.getInt(at + 8) != checksum(at, (int) length)) {
      throw error(what + " at byte " + offset + ": expected its checksum, found damage");
    }
    return new Block(
        file.getShort(at + 12),
        file.slice(at + BLOCK_HEADER_BYTES, (int) length - BLOCK_HEADER_BYTES));
  }

  private int checksum(int at, int length) {
    CRC32 crc = new CRC32();
    crc.update(file.slice(at + BLOCK_HEADER_BYTES, length - BLOCK_HEADER_BYTES));
    ByteBuffer header = ByteBuffer.allocate(BLOCK_HEADER_BYTES);
    header.putLong(0, length).putShort(12, file.getShort(at + 12));
    crc.update(header);
    return (int) crc.getValue();
  }

  private HistoryFormatException error(String complaint) {
    return new HistoryFormatException(source, complaint);
  }
}
