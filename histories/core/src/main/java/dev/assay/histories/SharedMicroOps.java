package dev.assay.histories;

/**
 * What was invoked may be seen in the place of what was answered, where that has been: {@link
 * MopTable#ASKED}. But not the value of an event that says more of its operation than any other,
 * for what counts is numbered without gaps, so that there can be columns of it.
 */
final class SharedMicroOps {
  private static final byte INVOKE = (byte) EventType.INVOKE.ordinal();
  private static final byte OK = (byte) EventType.OK.ordinal();

  private SharedMicroOps() {}

  /** Gives such events' transactions micro-operations of their own. O(events). */
  static void unshare(int events, byte[] type, int[] pair, int[] value, Values values) {
    for (int event = 0; event < events; event++) {
      boolean isAnswered =
          type[event] == INVOKE && pair[event] != History.NONE && type[pair[event]] == OK;
      if (!isAnswered && values.isAsked(value[event])) {
        values.unshare(value[event]);
      }
    }
  }
}
