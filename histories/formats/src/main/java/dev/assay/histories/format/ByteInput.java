package dev.assay.histories.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes with a place: what the parsers read from.
 *
 * <p>Holds one buffer, which grows only to keep a marked token in one piece, and that up to {@link
 * #MAX_TOKEN_BYTES}. One pass, no seeking.
 */
public final class ByteInput {
  /** A longer token (string, number, line of a text format) is refused. */
  public static final int MAX_TOKEN_BYTES = 4 << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private final String source;
  private final @Nullable InputStream in;
  private byte[] buffer;
  private int position;
  private int limit;
  private int start;
  private int mark = -1;
  private long bufferStart;
  private long line = 1;
  private long lineStart;
  private long number;
  private long expectedBytes;

  /** Reads {@code in}, which complaints call {@code source}. */
  public ByteInput(String source, InputStream in) {
    this.source = source;
    this.in = in;
    buffer = new byte[BUFFER_BYTES];
  }

  /** A line of {@code whole}, from its array, which stays as it is while the line is in use. */
  private ByteInput(ByteInput whole, int from, int to, long line) {
    this(whole.source, whole.buffer, from, to, line);
  }

  private ByteInput(String source, byte[] bytes, int from, int to, long line) {
    this.source = source;
    in = null;
    buffer = bytes;
    position = from;
    start = from;
    limit = to;
    this.line = line;
    lineStart = from;
  }

  /** All of an array, which stays as it is while it is read. */
  static ByteInput of(String source, byte[] bytes, int length) {
    return new ByteInput(source, bytes, 0, length, 1);
  }

  /** What is left of a source from the beginning of a line on. */
  static ByteInput of(String source, InputStream rest, long line) {
    ByteInput input = new ByteInput(source, rest);
    input.line = line;
    return input;
  }

  /** Says how many bytes there will be; 0 when nobody knows. */
  void expect(long bytes) {
    expectedBytes = bytes;
  }

  /** How many bytes there will be, as far as anybody knows; else 0. */
  long expectedBytes() {
    return expectedBytes;
  }

  /**
   * Takes the bytes that come next, up to the end of a line unless the array is too short for one
   * or the source ends without. Lines and columns are not counted.
   *
   * @return how many; 0 at the end
   */
  int readLines(byte[] into) throws IOException {
    int length = Math.min(limit - position, into.length);
    System.arraycopy(buffer, position, into, 0, length);
    position += length;
    if (in != null && position == limit) {
      int read = in.readNBytes(into, length, into.length - length);
      length += read;
      bufferStart += read;
    }
    int end = length;
    while (end > 0 && into[end - 1] != '\n') {
      end--;
    }
    if (end > 0 && end < length) {
      putBack(into, end, length);
      return end;
    }
    return length;
  }

  private void putBack(byte[] bytes, int from, int to) {
    int left = limit - position;
    byte[] all = new byte[Math.max(buffer.length, to - from + left)];
    System.arraycopy(bytes, from, all, 0, to - from);
    System.arraycopy(buffer, position, all, to - from, left);
    bufferStart += position - (to - from);
    buffer = all;
    position = 0;
    limit = to - from + left;
  }

  /** The bytes that were not taken, without a count of lines and columns. */
  InputStream rest() {
    InputStream taken = new ByteArrayInputStream(buffer, position, limit - position);
    return in == null ? taken : new SequenceInputStream(taken, in);
  }

  /**
   * The next line, without its end, as an input of its own that is valid until the next call;
   * {@code null} at the end.
   */
  public @Nullable ByteInput nextLine() throws IOException, HistoryFormatException {
    if (peek() < 0) {
      return null;
    }
    long number = line;
    mark();
    while (peek() >= 0 && peek() != '\n') {
      position++;
    }
    int from = mark;
    int to = position > from && buffer[position - 1] == '\r' ? position - 1 : position;
    mark = -1;
    ByteInput found = new ByteInput(this, from, to, number);
    if (position < limit) {
      next();
    }
    return found;
  }

  /** Where this line begins in {@link #array}. */
  int start() {
    return start;
  }

  /** Where this line ends in {@link #array}; of a longer input what is there of it. */
  int end() {
    return limit;
  }

  /** Where the next byte stands in {@link #array}, once it was peeked. */
  int position() {
    return position;
  }

  /** Goes to a position of {@link #array}; no line ends before it. */
  void skipTo(int arrayPosition) {
    position = arrayPosition;
  }

  /** The next byte, 0 to 255, without passing it; -1 at the end. */
  public int peek() throws IOException, HistoryFormatException {
    return position < limit || fill() ? buffer[position] & 0xff : -1;
  }

  /** The byte after the next, 0 to 255, without passing any; -1 at the end. */
  int peekSecond() throws IOException, HistoryFormatException {
    while (position + 1 >= limit) {
      if (!fill()) {
        return -1;
      }
    }
    return buffer[position + 1] & 0xff;
  }

  /** The next byte, 0 to 255, passing it; -1 at the end. */
  public int next() throws IOException, HistoryFormatException {
    if (position == limit && !fill()) {
      return -1;
    }
    int b = buffer[position++] & 0xff;
    if (b == '\n') {
      line++;
      lineStart = bufferStart + position;
    }
    return b;
  }

  /** Passes the byte that was just peeked and is no newline. */
  void skip() {
    position++;
  }

  /**
   * Passes decimal digits and adds them up to {@link #number}.
   *
   * @param max at most so many, 18 or fewer
   * @return how many there were
   */
  int passDigits(int max) throws IOException, HistoryFormatException {
    long sum = 0;
    int count = 0;
    while (count < max && (position < limit || fill())) {
      int end = Math.min(limit, position + max - count);
      int at = position;
      for (; at < end; at++) {
        int digit = buffer[at] - '0';
        if (digit < 0 || digit > 9) {
          break;
        }
        sum = sum * 10 + digit;
      }
      count += at - position;
      position = at;
      if (at < end) {
        break;
      }
    }
    number = sum;
    return count;
  }

  /**
   * Passes the bytes up to one that ends them, or to the end.
   *
   * @param ends by byte: whether it ends them, as every newline does
   * @return a hash of them
   */
  int passToken(boolean[] ends) throws IOException, HistoryFormatException {
    int hash = 0;
    while (position < limit || fill()) {
      byte[] bytes = buffer;
      int end = limit;
      int at = position;
      while (at < end && !ends[bytes[at] & 0xff]) {
        hash = hash * 31 + bytes[at++];
      }
      position = at;
      if (at < end) {
        break;
      }
    }
    return hash;
  }

  /** The number of the digits passed last. */
  long number() {
    return number;
  }

  /** Begins a token at the next byte. */
  public void mark() {
    mark = position;
  }

  /** The bytes since {@link #mark}: they lie in {@link #array} from {@link #tokenStart}. */
  public int tokenLength() {
    return position - mark;
  }

  public int tokenStart() {
    return mark;
  }

  byte[] array() {
    return buffer;
  }

  /** Ends the token and returns it as text; bytes that are no UTF-8 are an error. */
  public String takeToken() throws HistoryFormatException {
    String text = token();
    mark = -1;
    return text;
  }

  /** The same, and the token goes on: {@link #tokenError} can still tell of it. */
  String token() throws HistoryFormatException {
    return text(mark, position - mark);
  }

  /** Ends the token, unused. */
  public void dropToken() {
    mark = -1;
  }

  /** The 1-based line of the next byte. */
  public long line() {
    return line;
  }

  /** The 1-based column of the next byte, in bytes. */
  public long column() {
    return bufferStart + position - lineStart + 1;
  }

  /** The offset of the next byte from the beginning, counted from 0. */
  public long offset() {
    return bufferStart + position;
  }

  public String source() {
    return source;
  }

  /** A complaint about the next byte. */
  public HistoryFormatException error(String complaint) {
    return new HistoryFormatException(source, line, column(), complaint);
  }

  /** A complaint about what follows. */
  public HistoryFormatException expected(String what) throws IOException, HistoryFormatException {
    String found = found();
    return error("expected " + what + ", found " + found);
  }

  /** A complaint about the token that began at the mark. */
  HistoryFormatException tokenError(String what) {
    int shown = Math.min(tokenLength(), 40);
    String token = Quoting.quote(buffer, mark, shown) + (shown < tokenLength() ? "…" : "");
    long column = Math.max(1, bufferStart + mark - lineStart + 1);
    return new HistoryFormatException(
        source, line, column, "expected " + what + ", found " + token);
  }

  /** Decodes bytes of the buffer strictly. */
  String text(int from, int length) throws HistoryFormatException {
    for (int i = from; i < from + length; i++) {
      if (buffer[i] < 0) {
        return decode(from, length);
      }
    }
    return new String(buffer, from, length, StandardCharsets.ISO_8859_1);
  }

  private String decode(int from, int length) throws HistoryFormatException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(buffer, from, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw error("expected UTF-8, found bytes that are not, in the text that ends here");
    }
  }

  private String found() throws IOException, HistoryFormatException {
    int b = peek();
    if (b < 0) {
      return "the end of the input";
    }
    int length = 0;
    while (length < 40
        && (position + length < limit || fill())
        && buffer[position + length] > ' ') {
      length++;
    }
    return Quoting.quote(buffer, position, Math.max(1, length));
  }

  private boolean fill() throws IOException, HistoryFormatException {
    if (in == null) {
      return false;
    }
    int keepFrom = mark >= 0 ? mark : position;
    int kept = limit - keepFrom;
    if (kept > MAX_TOKEN_BYTES) {
      throw error("expected a token of at most " + MAX_TOKEN_BYTES + " bytes, found a longer one");
    }
    if (kept == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    System.arraycopy(buffer, keepFrom, buffer, 0, kept);
    bufferStart += keepFrom;
    position -= keepFrom;
    limit = kept;
    mark = mark >= 0 ? 0 : -1;
    int read;
    do {
      read = readSome(in);
    } while (read == 0);
    limit += Math.max(0, read);
    return read > 0;
  }

  private int readSome(InputStream in) throws IOException, HistoryFormatException {
    try {
      return in.read(buffer, limit, buffer.length - limit);
    } catch (Compression.DamagedException e) {
      throw error(String.valueOf(e.getMessage()));
    }
  }
}
