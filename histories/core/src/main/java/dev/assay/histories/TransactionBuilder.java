package dev.assay.histories;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a transaction piece by piece, so that a reader makes no object for a micro-operation. What
 * comes out is as if {@link History.Builder#intern(Object)} were given the lists.
 */
public final class TransactionBuilder {
  private final Values values;
  private final MopTable table;
  private int start;
  private int[] answers = new int[16];
  private int answered;

  TransactionBuilder(Values values) {
    this.values = values;
    table = values.mops();
  }

  /** Begins a transaction without micro-operations. */
  public void begin() {
    start = table.size();
  }

  /**
   * Begins a micro-operation, without a value so far.
   *
   * @return false when there are too many names for it to be one; nothing was added then
   */
  public boolean microOp(Keyword name, @Nullable Object key) {
    return microOp(name, values.internPlain(key));
  }

  /** The same with a key that is an integer. */
  public boolean microOp(Keyword name, long key) {
    return microOp(name, values.intern(key));
  }

  /**
   * The same with a name of which the code is known.
   *
   * @param kind {@link MicroOps#READ}, {@link MicroOps#WRITE} or {@link MicroOps#APPEND}
   */
  public void microOp(int kind, long key) {
    table.add(kind, values.intern(key));
  }

  private boolean microOp(Keyword name, int keyId) {
    int code = table.code(name);
    if (code < 0) {
      return false;
    }
    table.add(code, keyId);
    return true;
  }

  /** Gives the micro-operation its value, which is no list. */
  public void value(@Nullable Object value) {
    table.setValue(values.internPlain(value));
  }

  /** The same with an integer. */
  public void value(long value) {
    table.setValue(values.intern(value));
  }

  /** Makes a list the value, as yet empty. */
  public void list() {
    table.setList();
  }

  /** Adds an element to the list. */
  public void element(@Nullable Object value) {
    table.addElement(values.internPlain(value));
  }

  /** The same with an integer. */
  public void element(long value) {
    table.addElement(values.intern(value));
  }

  /** The value id of the transaction, which has micro-operations. */
  public int end() {
    return values.internMops(start);
  }

  /** Begins a transaction that was invoked before: {@link #endAnswers}. */
  public void beginAnswers() {
    answered = 0;
  }

  /** Gives the next of its reads what it read. */
  public void answer(long value) {
    addAnswer(values.intern(value));
  }

  /** Gives the next of its reads nil. */
  public void answerNil() {
    addAnswer(Values.NIL);
  }

  private void addAnswer(int id) {
    if (answered == answers.length) {
      answers = Arrays.copyOf(answers, 2 * answered);
    }
    answers[answered++] = id;
  }

  /**
   * The value id of the transaction that was invoked with its answers. It shares the invoked one's
   * micro-operations, of which a history so keeps one copy.
   *
   * @param invoked what {@link #end} gave, of which all reads have nil for a value
   */
  public int endAnswers(int invoked) {
    return values.internAnswered(invoked, answers);
  }

  /** Forgets what was taken. */
  public void cancel() {
    table.cut(start);
  }

  /** What was taken, as plain lists that may grow; the transaction is forgotten. */
  public List<@Nullable Object> abandon() {
    List<@Nullable Object> lists = new ArrayList<>();
    for (List<@Nullable Object> mop : new Transaction(table, start, table.size())) {
      List<@Nullable Object> parts = new ArrayList<>();
      for (Object part : mop) {
        parts.add(part);
      }
      lists.add(parts);
    }
    table.cut(start);
    return lists;
  }
}
