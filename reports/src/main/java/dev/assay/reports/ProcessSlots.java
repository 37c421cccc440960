package dev.assay.reports;

import dev.assay.histories.History;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;

/**
 * The row of each process in a timeline.
 *
 * <p>A client whose operation ended in {@code info} goes on under a new process number; the new
 * process takes the row of one that is over, so that there are as many rows as clients. O(events).
 */
final class ProcessSlots {
  private ProcessSlots() {}

  /** Rows, from 0, by process; processes in the order of their first events. */
  static Map<Integer, Integer> of(History history) {
    Map<Integer, Integer> lastEvents = new LinkedHashMap<>();
    for (int event = 0; event < history.size(); event++) {
      if (history.process(event) != History.NEMESIS) {
        lastEvents.put(history.process(event), event);
      }
    }
    return assign(history, lastEvents);
  }

  private static Map<Integer, Integer> assign(History history, Map<Integer, Integer> lastEvents) {
    Map<Integer, Integer> slotByProcess = new LinkedHashMap<>();
    int count = 0;
    record Busy(int slot, int lastEvent) {}
    PriorityQueue<Busy> busy = new PriorityQueue<>(Comparator.comparingInt(Busy::lastEvent));
    TreeSet<Integer> free = new TreeSet<>();
    for (int event = 0; event < history.size(); event++) {
      int process = history.process(event);
      if (process == History.NEMESIS || slotByProcess.containsKey(process)) {
        continue;
      }
      while (!busy.isEmpty() && busy.element().lastEvent() < event) {
        free.add(busy.remove().slot());
      }
      Integer reused = free.pollFirst();
      int slot = reused == null ? count++ : reused;
      slotByProcess.put(process, slot);
      busy.add(new Busy(slot, lastEvents.getOrDefault(process, event)));
    }
    return inOrderOfNumbers(slotByProcess, count);
  }

  /** The same rows, but that of the lowest process number first. */
  private static Map<Integer, Integer> inOrderOfNumbers(
      Map<Integer, Integer> slotByProcess, int count) {
    int[] leastProcess = new int[count];
    Arrays.fill(leastProcess, Integer.MAX_VALUE);
    slotByProcess.forEach(
        (process, slot) -> leastProcess[slot] = Math.min(leastProcess[slot], process));
    int[] sorted = leastProcess.clone();
    Arrays.sort(sorted);
    slotByProcess.replaceAll((process, slot) -> Arrays.binarySearch(sorted, leastProcess[slot]));
    return slotByProcess;
  }
}
