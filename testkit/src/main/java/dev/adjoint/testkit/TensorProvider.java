package dev.adjoint.testkit;

import java.util.List;
import java.util.Set;

import dev.adjoint.DType;
import dev.adjoint.Shape;
import dev.adjoint.Tensor;
import dev.adjoint.testkit.graph.Graph;
import dev.adjoint.testkit.graph.GraphArbitrary;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.providers.ArbitraryProvider;
import net.jqwik.api.providers.TypeUsage;

/** Makes {@code @ForAll Tensor} and its like work; jqwik finds it by itself. */
public final class TensorProvider implements ArbitraryProvider {
  private static final Set<Class<?>> PROVIDED = Set.of(Tensor.class, Shape.class, BroadcastPair.class,
      BroadcastTriple.class, MatmulPair.class, Graph.class);

  /** Called by jqwik. */
  public TensorProvider() {}

  @Override
  public boolean canProvideFor(TypeUsage target) {
    return PROVIDED.contains(target.getRawType()) && !target.isTypeVariableOrWildcard();
  }

  @Override
  public Set<Arbitrary<?>> provideFor(TypeUsage target, SubtypeProvider subtypes) {
    return Set.of(arbitrary(target));
  }

  private static Arbitrary<?> arbitrary(TypeUsage target) {
    var each = new TensorArbitrary(shapes(target), values(target),
        List.of(target.findAnnotation(OfDType.class).map(OfDType::value)
            .orElse(TensorArbitrary.TENSORS.dtypes().toArray(DType[]::new))));
    var type = target.getRawType();
    if (type == Shape.class) {
      return each.map(Tensor::shape);
    } else if (type == BroadcastPair.class) {
      return Tensors.pairs(each);
    } else if (type == BroadcastTriple.class) {
      return Tensors.triples(each);
    } else if (type == MatmulPair.class) {
      return Tensors.factors(each);
    } else if (type == Graph.class) {
      return target.findAnnotation(GraphSize.class).map(size -> new GraphArbitrary(size.value()))
          .orElse(GraphArbitrary.GRAPHS);
    }
    return matrix(target, each);
  }

  private static Arbitrary<Tensor> matrix(TypeUsage target, TensorArbitrary each) {
    var conditioned = target.findAnnotation(WellConditioned.class);
    if (target.isAnnotated(Symmetric.class)) {
      return Matrices.symmetric(each);
    } else if (target.isAnnotated(PositiveDefinite.class)) {
      return Matrices.positiveDefinite(each);
    } else if (target.isAnnotated(Orthogonal.class)) {
      return Matrices.orthogonal(each);
    } else if (conditioned.isPresent()) {
      return Matrices.wellConditioned(each, conditioned.get().max());
    }
    return each;
  }

  private static Shapes shapes(TypeUsage target) {
    boolean isMatrix = target.isAnnotated(Symmetric.class) || target.isAnnotated(PositiveDefinite.class)
        || target.isAnnotated(Orthogonal.class) || target.isAnnotated(WellConditioned.class);
    var shapes = isMatrix ? Shapes.SMALL.ofRank(2, 2) : Shapes.SMALL;
    shapes = target.findAnnotation(TensorShape.class)
        .map(s -> new Shapes(s.minRank(), s.maxRank(), s.minSize(), s.maxSize(), List.of(), false))
        .orElse(shapes);
    var dims = target.findAnnotation(Dims.class);
    return dims.isPresent() ? shapes.ofDims(dims.get().value()) : shapes;
  }

  private static Values values(TypeUsage target) {
    var values = Values.DEFAULT;
    var range = target.findAnnotation(TensorRange.class);
    values = range.isPresent() ? values.between(range.get().min(), range.get().max()) : values;
    var away = target.findAnnotation(AwayFrom.class);
    values = away.isPresent() ? values.awayFrom(away.get().by(), away.get().value()) : values;
    var kind = target.findAnnotation(Elements.class);
    return kind.isPresent() ? values.of(kind.get().value()) : values;
  }
}
