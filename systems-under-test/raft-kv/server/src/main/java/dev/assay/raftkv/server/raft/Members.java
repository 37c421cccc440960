package dev.assay.raftkv.server.raft;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** A cluster configuration (§6): the servers that vote, and whose majority decides. */
record Members(SortedSet<String> names) {
  Members {
    names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }

  static Members of(Collection<String> names) {
    return new Members(new TreeSet<>(names));
  }

  /** Reads what {@link #encode} wrote. */
  static Members decode(byte[] bytes) {
    return of(new String(bytes, UTF_8).lines().toList());
  }

  byte[] encode() {
    return String.join("\n", names).getBytes(UTF_8);
  }

  boolean contains(String name) {
    return names.contains(name);
  }

  int count() {
    return names.size();
  }

  Members with(String name) {
    TreeSet<String> more = new TreeSet<>(names);
    more.add(name);
    return of(more);
  }

  Members without(String name) {
    TreeSet<String> fewer = new TreeSet<>(names);
    fewer.remove(name);
    return of(fewer);
  }

  @Override
  public String toString() {
    return String.join(", ", names);
  }
}
