package dev.assay.histories;

import java.util.Arrays;

/** The invocation that each process has open: a small hash map from int to int. */
final class OpenOperations {
  private static final int EMPTY = Integer.MIN_VALUE;

  private int[] processes = new int[64];
  private int[] invocations = new int[64];
  private int used;

  OpenOperations() {
    Arrays.fill(processes, EMPTY);
  }

  /** The open invocation of the process, or {@link History#NONE}. */
  int get(int process) {
    int slot = slot(process);
    return processes[slot] == EMPTY ? History.NONE : invocations[slot];
  }

  /** Notes {@code invocation}, or with {@link History#NONE} that the process has none open. */
  void set(int process, int invocation) {
    int slot = slot(process);
    if (processes[slot] == EMPTY) {
      processes[slot] = process;
      used++;
    }
    invocations[slot] = invocation;
    if (used * 2 > processes.length) {
      grow();
    }
  }

  private int slot(int process) {
    int mask = processes.length - 1;
    int slot = ((process * 0x9E3779B9) >>> 7) & mask;
    while (processes[slot] != EMPTY && processes[slot] != process) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int[] oldProcesses = processes;
    int[] oldInvocations = invocations;
    processes = new int[oldProcesses.length * 2];
    invocations = new int[oldProcesses.length * 2];
    Arrays.fill(processes, EMPTY);
    used = 0;
    for (int i = 0; i < oldProcesses.length; i++) {
      if (oldProcesses[i] != EMPTY && oldInvocations[i] != History.NONE) {
        set(oldProcesses[i], oldInvocations[i]);
      }
    }
  }
}
