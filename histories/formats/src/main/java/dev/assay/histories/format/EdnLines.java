package dev.assay.histories.format;

import java.io.IOException;

/**
 * EDN with an operation map a line, for {@link LineChunks}. Nothing but a sequence of whole forms
 * is accepted as a stretch, and whole forms one after another mean what they mean alone; a form
 * over several stretches, or a mistake, is left to who reads them as one.
 */
final class EdnLines implements LineChunks.Lines<EventChunk> {
  private final EventSink out;
  private final boolean keyField;

  /**
   * @param keyField as {@link EdnEvents} has it
   */
  EdnLines(EventSink out, boolean keyField) {
    this.out = out;
    this.keyField = keyField;
  }

  @Override
  public EventChunk newStretch() {
    return new EventChunk(out.takesPairsApart());
  }

  @Override
  public long parse(ByteInput stretch, EventChunk into) throws IOException, HistoryFormatException {
    into.clear();
    new EdnEvents(stretch, into, keyField).readMaps();
    return stretch.line() - 1;
  }

  @Override
  public void take(EventChunk stretch, long linesBefore, double fractionRead)
      throws HistoryFormatException {
    stretch.giveTo(out, linesBefore, fractionRead);
  }

  @Override
  public void readAsOne(ByteInput in) throws IOException, HistoryFormatException {
    new EdnEvents(in, out, keyField).readAll();
  }
}
