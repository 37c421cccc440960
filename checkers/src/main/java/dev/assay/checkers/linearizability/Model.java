package dev.assay.checkers.linearizability;

import dev.assay.histories.EventType;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The sequential specification of one object: what each operation may return in each state.
 *
 * <p>A model is pure and small. Only {@link #name}, {@link #initial}, {@link #complaint} and {@link
 * #step} are needed; the rest makes checking faster ({@link #isReadOnly}, {@link #overwrites}) or
 * counterexamples smaller and clearer. States are immutable values with {@code equals} and {@code
 * hashCode}. Methods may be called from several threads at once.
 */
public interface Model {
  /** Sees no token, see {@link #sees}. */
  Object NOTHING = Token.NOTHING;

  /** May see every token, see {@link #sees}. */
  Object ANYTHING = Token.ANYTHING;

  /** Tokens that are no model's own. */
  enum Token {
    NOTHING,
    ANYTHING
  }

  /** The name on the command line and in certificates: {@code cas-register}, {@code mutex} … */
  String name();

  /** The state before the first operation. */
  Object initial();

  /**
   * Why the action is none of this model's, such as an unknown {@code f} or a value of the wrong
   * shape: what was expected and what was found. Null when it is.
   */
  @Nullable String complaint(Action action);

  /**
   * The state after the action took place in {@code state}, or null when it cannot have taken place
   * there with this result. An action whose outcome is unknown takes place with any result.
   */
  @Nullable Object step(Object state, Action action);

  /**
   * Whether an action that failed still tells something and takes part, as an action that happened
   * at some moment between its events. Otherwise it never happened.
   */
  default boolean observesFailure(Action action) {
    return false;
  }

  /** Whether the action leaves every state in which it is legal as it is. */
  default boolean isReadOnly(Action action) {
    return false;
  }

  /**
   * Whether a legal order stays legal without the action, whatever else is in it; by default when
   * it is {@link #isReadOnly}.
   */
  default boolean mayGo(Action action) {
    return isReadOnly(action);
  }

  /**
   * Whether one action can come after another, whatever happens between them: false only when what
   * the two told rules it out. Both are {@code ok}.
   */
  default boolean canFollow(Action first, Action second) {
    return true;
  }

  /** Whether the action is legal in every state and leads to the same state from all of them. */
  default boolean overwrites(Action action) {
    return false;
  }

  /** The same model with another state before the first operation; null when it has none such. */
  default @Nullable Model startingWith(Object state) {
    return null;
  }

  /**
   * What the action leaves behind that others can notice: a token, equal to what {@link #sees}
   * gives for an action that is legal only because of it. A legal order stays legal without an
   * action whose token none of the others sees. Null when this cannot be said.
   */
  default @Nullable Object makes(Action action) {
    return null;
  }

  /**
   * The one token that the action needs to find as the last one left behind; {@link #NOTHING} when
   * it is legal whatever is there, {@link #ANYTHING} when its legality may depend on more.
   */
  default Object sees(Action action) {
    return ANYTHING;
  }

  /**
   * Whether leaving out all that concerns some elements (values of a queue, keys of a map) from a
   * legal order gives a legal one; then {@link #restrict} and {@link #elements} say how.
   */
  default boolean hasElements() {
    return false;
  }

  /**
   * The elements that the action names; null when it may concern elements that it does not name.
   */
  default @Nullable Collection<Object> elements(Action action) {
    return null;
  }

  /** What is left of the action when only some elements count; null when nothing is. */
  default @Nullable Action restrict(Action action, Set<Object> elements) {
    return action;
  }

  /**
   * Whether elements have nothing to do with each other: an order is legal when it is for each of
   * them. Then they are judged one by one.
   */
  default boolean isLocal() {
    return false;
  }

  /**
   * States that stand for every state from which a sequence of these actions could start: what is
   * illegal from each of them is illegal from all. Empty when the model does not know.
   */
  default List<Object> startStates(Collection<Action> actions) {
    return List.of();
  }

  /**
   * Gives one state for all that no sequence of these actions can tell apart, so that a search
   * meets fewer.
   */
  default UnaryOperator<Object> representative(Collection<Action> actions) {
    return UnaryOperator.identity();
  }

  /** What the action could have returned in {@code state}; empty when it cannot succeed there. */
  default List<@Nullable Object> legalResults(Object state, Action action) {
    return List.of();
  }

  /** The state as a plain EDN value, for people. */
  default @Nullable Object show(Object state) {
    return state;
  }

  /** Whether the action takes part in an order at all. */
  default boolean takesPart(Action action) {
    return switch (action.outcome()) {
      case OK -> true;
      case FAIL -> observesFailure(action);
      case INFO, INVOKE -> !isReadOnly(action);
    };
  }

  /** The action as it looks while its outcome is not known yet. */
  static Action stillOpen(Action action) {
    return new Action(action.f(), action.argument(), null, EventType.INFO);
  }
}
