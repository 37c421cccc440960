package dev.assay.checkers.certificates;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a transaction cannot commit before all of some others.
 *
 * @param transaction its invocation
 * @param kind {@code wr}: it read of the key what only those left behind; {@code wrp}: a predicate
 *     read of it does not show the key, though what was there at first matches, and only those left
 *     behind what does not; {@code process} or {@code realtime}: the only one of them had completed
 *     when it was invoked
 * @param key null where it is no read
 * @param read null where it is no read
 * @param earlier invocations, of which one commits before it at least
 */
public record CommitWait(
    int transaction,
    String kind,
    @Nullable Object key,
    @Nullable MicroOpRef read,
    List<Integer> earlier) {}
