-- Where the files of a user lie. A scan: once per account that is deleted for good.
select path, thumbnailpath, previewpath from fileinfo where creatorid = $1
