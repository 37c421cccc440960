package dev.assay.checkers.isolation.sets;

import dev.assay.checkers.isolation.TinyAdditions;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A few transactions that add to sets and read them; an add has one element. */
final class TinySets extends TinyAdditions<Set<Long>> {
  private final boolean asVectors;
  private long next = 1;

  TinySets(SplittableRandom random) {
    super(random);
    asVectors = random.nextBoolean();
    run();
  }

  @Override
  protected String name() {
    return "add";
  }

  @Override
  public Set<Long> nothing() {
    return Set.of();
  }

  @Override
  public Set<Long> plus(Set<Long> one, Set<Long> other) {
    Set<Long> both = new TreeSet<>(one);
    both.addAll(other);
    return both;
  }

  @Override
  protected Set<Long> fresh() {
    return Set.of(next++);
  }

  @Override
  protected Set<Long> spoiled(Set<Long> now) {
    Set<Long> spoiled = new TreeSet<>(now);
    int fate = random.nextInt(8);
    if (fate == 0) {
      spoiled.add(1 + random.nextLong(next));
    } else if (fate == 1 && !spoiled.isEmpty()) {
      spoiled.remove(spoiled.iterator().next());
    }
    return spoiled;
  }

  @Override
  protected Object added(Set<Long> amount) {
    return amount.iterator().next();
  }

  @Override
  protected @Nullable Object shown(Set<Long> all) {
    return all.isEmpty() ? null : asVectors ? List.copyOf(all) : Set.copyOf(all);
  }
}
