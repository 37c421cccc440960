/**
 * The levels below snapshot isolation of transactions on registers, each decided in the best time
 * that is known (Møldrup and Pavlogiannis, AWDIT: An optimal weak database isolation tester, PLDI
 * 2025): a read forces some writers to commit before others, and a level holds when one order of
 * all commits agrees with that, with who read from whom and with the processes (Biswas and Enea, On
 * the complexity of checking transactional consistency, OOPSLA 2019).
 */
@NullMarked
package dev.assay.checkers.isolation.weak;

import org.jspecify.annotations.NullMarked;
