"""What students call things: four styles of names for the places that `*_ways.py` leave open."""

from types import MappingProxyType
from typing import Final

ROLES: Final = (
    # parameters
    "x", "v", "o", "U", "data", "K", "word", "window", "words", "index", "C", "loss_of_pair",
    "f", "x0", "rate", "iterations", "post", "saved", "every",
    # what is worked out
    "s", "y", "loss", "d", "gv", "gU", "gC", "one", "e", "m", "total", "rows", "pos", "neg", "samples", "k", "c",
    "part", "other", "out", "chosen", "n", "g",
)  # fmt: skip
_WRITTEN = {
    "course": """
        x centerWordVec outsideWordIdx outsideVectors dataset K currentCenterWord windowSize outsideWords word2Ind
        centerWordVectors word2vecLossAndGradient f x0 step iterations postprocessing useSaved PRINT_EVERY
        scores y_hat loss delta gradCenterVec gradOutsideVecs gradCenterVecs one_hot exponents biggest normaliser
        negRows positive negative negSampleWordIndices newidx centerIdx pairLoss outsideWord result mask iter grad""",
    "snake": """
        x center_word_vec outside_word_idx outside_vectors dataset K current_center_word window_size outside_words
        word2ind center_word_vectors word2vec_loss_and_gradient f x0 step iterations postprocessing use_saved
        print_every scores probabilities loss error grad_center_vec grad_outside_vecs grad_center_vecs truth exps peak
        total neg_vectors pos_prob neg_probs neg_indices candidate center_index term outside answer positive_part it
        gradient""",
    "paper": """
        x v_c o U dataset K c_word m_size context w2i V F f x0 eta T P saved every
        z y_hat J delta dJ_dv dJ_dU dJ_dV y_true E z_max Z U_neg sigma_o sigma_k negatives w_k c J_t w_t R nonneg tau
        nabla""",
    "terse": """
        a vec idx mat ds K cur ws ctx ind cmat fn func start lr its proj us pe
        sc pr l er gvec gmat gc oh ex mx tot nm sp sn ns cand ci pl ow res msk i gr""",
}  # fmt: skip
#: style -> what each place is called in it
STYLES = MappingProxyType({style: dict(zip(ROLES, text.split(), strict=True)) for style, text in _WRITTEN.items()})

#: How the sheet and its sister spell the functions.
SPELLINGS = MappingProxyType(
    {
        "camelCase": {
            "naive": "naiveSoftmaxLossAndGradient",
            "neg_sampling": "negSamplingLossAndGradient",
            "draw": "getNegativeSamples",
        },
        "snake_case": {
            "naive": "naive_softmax_loss_and_gradient",
            "neg_sampling": "neg_sampling_loss_and_gradient",
            "draw": "get_negative_samples",
        },
    }
)
#: Names that the ways use themselves: nobody's place may be called so.
TAKEN = frozenset({"p", "w", "t", "row", "k", "place", "column", "one", "value", "number", "so_far", "np", "math"})

FIRST_NAMES = (
    "ada", "amir", "anna", "bela", "carla", "chen", "dana", "dmitri", "ela", "elif", "eva", "fatma", "femi",
    "gita", "hugo", "ida", "ines", "jan", "jin", "kaya", "kofi", "lars", "leyla", "lin", "lola", "luca", "maja",
    "maya", "mika", "nadia", "nils", "noor", "olu", "omar", "pia", "priya", "raul", "rina", "sami", "sara",
    "selma", "taro", "tara", "uri", "vera", "wei", "xenia", "yael", "yuki", "zara",
)  # fmt: skip
