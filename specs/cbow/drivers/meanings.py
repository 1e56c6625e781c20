"""What the usual names in a notebook stand for, so that a function finds what a cell has set that is not run here."""

#: Spellings in lower case and without underscores.
NAMES = {
    "negatives per positive": (
        "k", "numneg", "numnegs", "nneg", "nnegs", "numnegative", "numnegatives", "nnegative", "nnegatives",
        "negk", "numnegsamples", "numnegativesamples", "nnegsamples", "nsamples", "numsamples", "knegatives",
        "kneg", "knegs", "numns", "negnum", "negatives", "numnegsample", "nnegativesamples", "negsamplesize",
        "samplesize", "negativesamples", "negsamples", "negativesamplesize", "numnegativesample",
    ),
    "device": ("device", "dev"),
    "number of words": (
        "vocabsize", "v", "vocabularysize", "nwords", "numwords", "ntokens", "vocablen", "lenvocab", "nvocab",
        "numembeddings", "sizevocab", "numtokens",
    ),
    "dimensions": (
        "embeddim", "d", "embeddingdim", "embdim", "embedsize", "embeddingsize", "embsize", "dim",
        "embeddingdims", "vectorsize", "embeddingdimension", "hiddensize",
    ),
    "window": ("window", "windowsize", "m", "contextsize", "context", "win", "wsize", "halfwindow"),
    "vocabulary": (
        "vocab", "vocabulary", "stoi", "word2idx", "wordtoix", "wordtoidx", "wordtoindex", "word2id", "w2i",
        "word2ix", "tokentoidx", "token2id", "token2idx", "wordtoid", "word2index", "word2int", "vocabstoi",
        "vocabdict", "tokentoid", "wordindex", "word2ind",
    ),
    "words": (
        "itos", "idx2word", "ixtoword", "idxtoword", "indextoword", "id2word", "i2w", "ix2word", "idxtotoken",
        "int2word", "id2token", "idx2token", "idtoword", "index2word", "words", "vocabitos", "vocablist",
        "idtotoken", "wordlist", "ind2word",
    ),
    "counts": (
        "counts", "wordcounts", "wordcount", "counter", "freqs", "freq", "frequencies", "wordfreq",
        "wordfreqs", "tokencounts", "tokencounter", "wordfrequencies", "vocabcounts", "unigramcounts",
        "tokenfreqs", "tokenfreq", "wordcounter", "countsbyid", "termcounts", "countvector", "vocabcounter",
        "vocabfreqs", "idcounts", "idxcounts", "count", "cnt", "cnts", "wordcnt", "wordcnts", "cntr", "ctr",
    ),
    "noise": (
        "noise", "noisedist", "noisedistribution", "negprobs", "negprob", "samplingprobs", "samplingweights",
        "sampleweights", "weights", "unigramdist", "unigramdistribution", "negsamplingweights",
        "negativesamplingweights", "negsamplingdist", "negsamplingprobs", "negativedist",
        "negativedistribution", "negativeprobs", "pn", "pw", "probs", "prob", "wordprobs", "samplingdist",
        "samplingdistribution", "unigramprobs", "negdist", "noiseprobs", "noiseweights", "negweights",
        "negativeweights", "samplingprob", "sprobs", "sweights", "distribution", "unigram", "pneg",
        "worddistribution", "worddist", "pnp", "dist", "p", "noisep", "unigramp", "samplingp",
        "samplingprobabilities", "negativesamplingprobs", "negativesamplingdistribution", "wordweights",
        "probabilities",
    ),
    "table": (
        "negtable", "unigramtable", "noisetable", "negativetable", "samplingtable", "table",
        "negsamplingtable", "negativesamplingtable", "sampletable",
    ),
    "tokenizer": ("tokenizer", "tokenize", "tok", "basicenglish", "tokenizerfn"),
    "validation rows": (
        "validids", "validationids", "validterms", "valididx", "validterm", "validtermids", "validindices",
        "valididxs", "validwordids",
    ),
    "validation words": ("validwords", "validationwords", "validtokens"),
    "epochs": ("epochs", "numepochs", "nepochs", "epoch"),
    "texts": (
        "dataset", "traindataset", "traindata", "trainset", "data", "rawdataset", "rawtexts", "corpus",
        "sentences", "texts", "train", "trainiter", "tokenizedtexts", "lines",
    ),
}  # fmt: skip
_BY_NAME = {name: meaning for meaning, names in NAMES.items() for name in names}


def meaning(name):
    """What a name usually stands for; None for one that says nothing."""
    return _BY_NAME.get(name.replace("_", "").lower())
